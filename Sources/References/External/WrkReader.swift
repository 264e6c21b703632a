import BenchmarkModel

/// Reads the text that wrk prints, with or without `--latency`; a file may have several runs.
///
/// The latencies have only statistics. Source: `src/wrk.c` and `src/units.c` of wrk 4.1.
enum WrkReader: TextFormat {
  private static let beginning = "Running "

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.hasLines(beginningWith: [self.beginning, "Thread Stats"])
  }

  static func results(in lines: [TextLine]) throws(ReferenceError) -> BenchmarkList {
    var list = BenchmarkList()
    let starts = lines.indices.filter { lines[$0].value(after: beginning) != nil }
    for (start, end) in zip(starts, starts.dropFirst() + [lines.endIndex]) {
      // "Running 10s test @ http://…"
      let address = lines[start].words.last.map(String.init) ?? ""
      list.add(address) { () throws(ReferenceError) in
        try WrkRun(name: address, lines: lines[start..<end]).results
      }
    }
    return list
  }
}

/// What wrk printed about one run.
private struct WrkRun {
  private(set) var results: [ExternalResult] = []

  init(name: String, lines: ArraySlice<TextLine>) throws(ReferenceError) {
    var latency = ExternalResult(
      name: name, metric: "Latency", unit: ExternalUnit("", .nanoseconds))
    var rates: [ExternalResult] = []
    var facts: [ExternalFact] = []
    var isDistribution = false
    for line in lines {
      let words = line.words
      if line.value(after: "Latency Distribution") != nil {
        isDistribution = true
      } else if let rest = line.value(after: "Latency") {
        try Self.add(rest, of: line, to: &latency) { Self.time($0) }
      } else if let rest = line.value(after: "Req/Sec") {
        var rate = ExternalResult(
          name: name, metric: "Req/Sec", unit: ExternalUnit("", .perSecond))
        try Self.add(rest, of: line, to: &rate) { Self.multiple($0, of: 1_000) }
        rates.append(rate)
      } else if isDistribution, words.count == 2, words[0].hasSuffix("%") {
        let quantile = try Self.quantity(words[1], of: line, Self.time)
        latency.add(quantile, as: String(words[0]))
      } else if let total = try Self.total(line, name) {
        rates.append(total)
      } else if !words.isEmpty, line.value(after: "Thread Stats") == nil {
        facts.append(ExternalFact("printed", words.joined(separator: " ")))
      }
    }
    guard !latency.statistics.isEmpty || !latency.gaps.isEmpty else {
      throw lines[lines.startIndex].fault(
        .malformedResult(reason: "no line \"Latency\" follows"))
    }
    results = [latency] + rates
    for index in results.indices { results[index].facts = facts }
  }

  /// The result of a line with one number for the whole run; nil for another line.
  private static func total(
    _ line: TextLine, _ name: String
  ) throws(ReferenceError) -> ExternalResult? {
    for (label, unit, base) in [
      ("Requests/sec", Metric.Unit.perSecond, 1_000.0), ("Transfer/sec", .perSecond, 1_024),
    ] {
      guard let rest = line.value(after: "\(label):") else { continue }
      let number = rest.hasSuffix("B") ? rest.dropLast() : rest
      var result = ExternalResult(name: name, metric: label, unit: ExternalUnit("", unit))
      result.add([try quantity(number, of: line) { multiple($0, of: base) }])
      return result
    }
    return nil
  }

  /// Adds average, deviation, maximum, and the share within one deviation.
  private static func add(
    _ text: Substring, of line: TextLine, to result: inout ExternalResult,
    _ unit: (Substring) -> ExternalUnit?
  ) throws(ReferenceError) {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 4 else {
      throw line.fault(.malformedResult(reason: "it does not have four numbers"))
    }
    for (name, word) in zip(["Avg", "Stdev", "Max"], words) {
      result.add(try quantity(word, of: line, unit), as: name)
    }
    result.facts.append(ExternalFact("+/- Stdev", String(words[3])))
  }

  /// A number with its unit behind it.
  private static func quantity(
    _ word: Substring, of line: TextLine, _ unit: (Substring) -> ExternalUnit?
  ) throws(ReferenceError) -> NumberOrGap {
    let letters = word.reversed().prefix { $0.isLetter }.count
    if NoValue.isWord(String(word)) { return .gap(String(word)) }
    guard let unit = unit(word.suffix(letters)) else {
      throw line.fault(.malformedResult(reason: "\(quoted(String(word))) has an unknown unit"))
    }
    return try line.quantityOrGap(word.dropLast(letters), in: unit)
  }

  private static func time(_ unit: Substring) -> ExternalUnit? {
    let factors = ["us": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "h": 3_600e9]
    return factors[String(unit)].map { ExternalUnit("", .nanoseconds, factor: $0) }
  }

  /// A multiple such as `k` or `G`.
  private static func multiple(_ unit: Substring, of base: Double) -> ExternalUnit? {
    guard let power = ["", "k", "m", "g", "t", "p"].firstIndex(of: unit.lowercased()) else {
      return nil
    }
    let factor = (0..<power).reduce(1.0) { factor, _ in factor * base }
    return ExternalUnit("", .perSecond, factor: factor)
  }
}
