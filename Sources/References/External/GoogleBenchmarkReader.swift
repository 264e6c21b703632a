import BenchmarkModel

/// Reads Google Benchmark's JSON: its context and the rows of its benchmarks.
///
/// The repetitions of a benchmark are the values of one result, and the aggregates are its statistics.
/// Each counter is a separate metric. A benchmark that failed or was skipped is kept without values and
/// with its message.
struct GoogleBenchmarkReader: DocumentFormat {
  private var list = BenchmarkList()
  /// By bytes, because Swift takes texts for equal that differ in how their accents are composed.
  private var positions: [[UInt8]: Int] = [:]

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isObject(with: ["context", "benchmarks"])
  }

  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> BenchmarkList {
    var reader = GoogleBenchmarkReader()
    var context: [ExternalFact] = []
    var version: String?
    try scanner.object { scanner, key throws(ReferenceError) in
      guard key == "benchmarks" else {
        let node = try scanner.node(at: key)
        if key == "context" {
          context = try node.members().flatMap { $0.node.facts($0.key) }
          version = try node.member("library_version")?.text()
        }
        return
      }
      try scanner.array { scanner, index throws(ReferenceError) in
        let node = try scanner.node(at: "benchmarks[\(index)]")
        do throws(ReferenceError) { try reader.add(node) } catch {
          reader.list.addUnreadable(node.name("name"), error)
        }
      }
    }
    for index in reader.list.results.indices {
      reader.list.results[index].facts.insert(contentsOf: context, at: 0)
      reader.list.results[index].toolVersion = version
    }
    return reader.list
  }

  /// The keys that describe a row; all other keys are counters.
  private static let ofRow: Set<String> = [
    "name", "run_name", "run_type", "aggregate_name", "aggregate_unit", "repetition_index",
    "iterations", "real_time", "cpu_time", "time_unit", "real_coefficient", "cpu_coefficient",
    "rms", "threads", "repetitions", "family_index", "per_family_instance_index", "label",
    "error_occurred", "error_message", "skipped", "skip_message", "big_o",
  ]
  /// Those of them that are facts about the benchmark.
  private static let facts = [
    "threads", "repetitions", "label", "error_occurred", "error_message", "skipped",
    "skip_message", "big_o",
  ]

  private mutating func add(_ node: JSONNode) throws(ReferenceError) {
    let runName = try node.member("run_name")?.text()
    let name = try node.required("name").text()
    let benchmark = runName ?? name
    var facts: [ExternalFact] = []
    for key in Self.facts { facts += try node.member(key)?.facts(key) ?? [] }
    let failed = facts.contains {
      ["error_occurred", "skipped"].contains($0.name) && $0.value != "false"
    }
    let unit = failed ? ExternalUnit("", .nanoseconds) : try timeUnit(of: node)
    let statistic = try statistic(of: node)
    let count = failed || statistic != nil ? 0 : try iterations(of: node)
    for (metric, keys) in [
      ("real_time", ["real_time", "real_coefficient", "rms"]),
      ("cpu_time", ["cpu_time", "cpu_coefficient", "rms"]),
    ] {
      guard !failed else {
        let index = index(of: benchmark, metric, unit, facts: facts)
        list.results[index].add(ExternalGap(printed: Self.reason(in: facts)))
        continue
      }
      // A share, such as a coefficient of variation, is kept as printed.
      let scale = try isShare(node) ? ExternalUnit("", nil) : unit
      let value = try first(keys, of: node).quantityOrGap(in: scale)
      let index = index(of: benchmark, metric, unit, facts: facts)
      add(value, to: index, statistic: statistic, iterations: count)
    }
    guard !failed else { return }
    for (key, node) in try node.members() where !Self.ofRow.contains(key) {
      let value: NumberOrGap
      switch node.value {
      case .number(let number): value = .number(number)
      case .notANumber(let word): value = .gap(word)
      default: continue
      }
      let index = index(of: benchmark, key, Self.unit(ofCounter: key), facts: facts)
      add(value, to: index, statistic: statistic, iterations: count)
    }
  }

  private mutating func add(
    _ value: NumberOrGap, to index: Int, statistic: String?, iterations: Int
  ) {
    if let statistic { return list.results[index].add(value, as: statistic) }
    // A row without iterations has measured nothing.
    list.results[index].add(iterations > 0 ? [value] : [.gap("0 iterations")])
    if iterations > 0, case .number = value { list.results[index].iterations.append(iterations) }
  }

  /// The iterations of a repetition; 0 when there were none.
  private func iterations(of node: JSONNode) throws(ReferenceError) -> Int {
    let node = try node.required("iterations")
    return try node.number() == 0 ? 0 : node.count()
  }

  /// Why a benchmark that failed or was skipped has no value.
  private static func reason(in facts: [ExternalFact]) -> String {
    facts.first { ["error_message", "skip_message"].contains($0.name) && !$0.value.isEmpty }?.value
      ?? "failed or skipped"
  }

  /// The index of the result of a benchmark's metric, which is added when it is new.
  private mutating func index(
    of benchmark: String, _ metric: String, _ unit: ExternalUnit, facts: [ExternalFact]
  ) -> Int {
    let key = Array("\(benchmark)\u{0}\(metric)\u{0}\(unit.printed)".utf8)
    if let index = positions[key] {
      let known = Set(list.results[index].facts)
      list.results[index].facts += facts.filter { !known.contains($0) }
      return index
    }
    positions[key] = list.results.count
    list.results.append(ExternalResult(name: benchmark, metric: metric, unit: unit, facts: facts))
    return list.results.count - 1
  }

  private func first(
    _ keys: [String], of node: JSONNode
  ) throws(ReferenceError) -> JSONNode {
    for key in keys {
      if let found = try node.memberOrNull(key) { return found }
    }
    throw node.fault(.missingKey(keys[0]))
  }

  /// The name of the statistic in an aggregate row; nil for a repetition.
  private func statistic(of node: JSONNode) throws(ReferenceError) -> String? {
    guard let type = try node.member("run_type") else { return nil }
    switch try type.text() {
    case "iteration": return nil
    case "aggregate": return try node.required("aggregate_name").text()
    case let other: throw type.fault(.unknownWord(other, allowed: ["iteration", "aggregate"]))
    }
  }

  /// Whether the row is a share, such as the coefficient of variation, rather than a time.
  private func isShare(_ node: JSONNode) throws(ReferenceError) -> Bool {
    if let unit = try node.member("aggregate_unit") { return try unit.text() == "percentage" }
    return try node.member("rms") != nil
  }

  private func timeUnit(of node: JSONNode) throws(ReferenceError) -> ExternalUnit {
    // The row with the goodness of fit of a complexity has none.
    guard let unit = try node.member("time_unit") else {
      _ = try node.required("rms")
      return ExternalUnit("ns", .nanoseconds)
    }
    let text = try unit.text()
    guard ["ns", "us", "ms", "s"].contains(text) else {
      throw unit.fault(.unknownWord(text, allowed: ["ns", "us", "ms", "s"]))
    }
    return ExternalUnit(printed: text)
  }

  /// The units of counters that the library itself defines; others have no known unit.
  private static func unit(ofCounter name: String) -> ExternalUnit {
    switch name {
    case "bytes_per_second", "items_per_second": ExternalUnit("", .perSecond)
    case "max_bytes_used", "total_allocated_bytes", "net_heap_growth": ExternalUnit("B", .bytes)
    case "allocs_per_iter": ExternalUnit("", .count)
    default: ExternalUnit("", nil)
    }
  }
}
