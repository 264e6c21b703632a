import BenchmarkModel

/// Reads the output of `hyperfine --export-json`, one command at a time.
enum HyperfineReader: DocumentFormat {
  private static let seconds = ExternalUnit("s", .nanoseconds, factor: 1e9)
  private static let bytes = ExternalUnit("B", .bytes)
  /// Hyperfine's statistics of the times.
  private static let statistics = ["mean", "stddev", "median", "min", "max"]

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isObject(with: ["results", "results[].command"])
  }

  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> BenchmarkList {
    var list = BenchmarkList()
    try scanner.object { scanner, key throws(ReferenceError) in
      guard key == "results" else {
        _ = try scanner.value()
        return
      }
      try scanner.array { scanner, index throws(ReferenceError) in
        let node = try scanner.node(at: "results[\(index)]")
        list.add(node.name("command")) { () throws(ReferenceError) in try results(of: node) }
      }
    }
    return list
  }

  private static func results(of node: JSONNode) throws(ReferenceError) -> [ExternalResult] {
    let name = try node.required("command").text()
    let known = ["command", "times", "memory_usage_byte", "user", "system", "exit_codes"]
    let others = try node.members().filter {
      !known.contains($0.key) && !statistics.contains($0.key)
    }
    var facts = others.flatMap { key, node in
      key == "parameters" ? node.facts("parameter") : node.facts(key)
    }
    facts += try exitCodes(of: node)
    var time = ExternalResult(name: name, metric: "time", unit: seconds)
    time.add(try node.memberOrNull("times")?.quantitiesOrGaps(in: seconds) ?? [])
    for statistic in statistics {
      guard let node = try node.memberOrNull(statistic) else { continue }
      time.add(try node.quantityOrGap(in: seconds), as: statistic)
    }
    guard !time.values.isEmpty || !time.statistics.isEmpty || !time.gaps.isEmpty else {
      throw node.fault(.missingKey("times"))
    }
    var results = [time]
    for metric in ["user", "system"] {
      guard let node = try node.memberOrNull(metric) else { continue }
      var result = ExternalResult(name: name, metric: metric, unit: seconds)
      result.add(try node.quantityOrGap(in: seconds), as: "mean")
      results.append(result)
    }
    if let memory = try node.member("memory_usage_byte") {
      var result = ExternalResult(name: name, metric: "memory_usage_byte", unit: bytes)
      result.add(try memory.quantitiesOrGaps(in: bytes))
      results.append(result)
    }
    for index in results.indices { results[index].facts = facts }
    return results
  }

  /// The different exit codes; a command that was ended by a signal has `none`.
  private static func exitCodes(of node: JSONNode) throws(ReferenceError) -> [ExternalFact] {
    guard let codes = try node.member("exit_codes") else { return [] }
    var seen: [String] = []
    for element in try codes.elements() {
      let text = element.facts("").first?.value ?? "none"
      if !seen.contains(text), seen.count < 256 { seen.append(text) }
    }
    return seen.isEmpty ? [] : [ExternalFact("exit_codes", seen.joined(separator: " "))]
  }
}
