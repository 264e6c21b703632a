import BenchmarkModel

/// Reads the output of `hyperfine --export-json`, one command at a time.
///
/// Version 2 of the format, of hyperfine 2.0, has every metric of every run. Its metrics get the names that
/// version 1 has for the same.
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
    var version: String?
    try scanner.object { scanner, key throws(ReferenceError) in
      guard key == "results" else {
        let node = try scanner.node(at: key)
        if key == "metadata" { version = try node.member("hyperfine_version")?.text() }
        return
      }
      try scanner.array { scanner, index throws(ReferenceError) in
        let node = try scanner.node(at: "results[\(index)]")
        list.add(node.name("command")) { () throws(ReferenceError) in
          try node.member("measurements") == nil ? results(of: node) : resultsOfVersion2(node)
        }
      }
    }
    for index in list.results.indices { list.results[index].toolVersion = version }
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
    facts += exitCodes(try node.member("exit_codes")?.elements() ?? [])
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
  private static func exitCodes(_ codes: [JSONNode]) -> [ExternalFact] {
    var seen: [String] = []
    for code in codes {
      let text = code.facts("").first?.value ?? "none"
      if !seen.contains(text), seen.count < 256 { seen.append(text) }
    }
    return seen.isEmpty ? [] : [ExternalFact("exit_codes", seen.joined(separator: " "))]
  }
}

// MARK: - Version 2

extension HyperfineReader {
  /// The names of version 1, by those of version 2.
  private static let oldNames = [
    "time_wall_clock": "time", "time_user": "user", "time_system": "system",
    "memory_peak_resident": "memory_usage_byte",
  ]

  private static func resultsOfVersion2(
    _ node: JSONNode
  ) throws(ReferenceError) -> [ExternalResult] {
    let command = try node.required("command").text()
    let name = try node.member("name")?.text()
    var facts = name == nil ? [] : [ExternalFact("command", command)]
    for (key, node) in try node.members()
    where !["command", "name", "measurements", "summary"].contains(key) {
      facts += node.facts(key == "parameters" ? "parameter" : key)
    }
    var results: [ExternalResult] = []
    var places: [String: Int] = [:]
    var codes: [JSONNode] = []
    for run in try node.required("measurements").elements() {
      for (metric, node) in try run.members() {
        if metric == "exit_code" {
          codes.append(node)
          continue
        }
        let unit = try unit(of: node)
        let place = places[metric] ?? results.count
        if place == results.count {
          guard results.count < maximumMetrics else {
            throw node.fault(.tooLong("The list of metrics", limit: maximumMetrics))
          }
          places[metric] = place
          results.append(
            ExternalResult(name: name ?? command, metric: oldNames[metric] ?? metric, unit: unit))
        }
        guard let value = try node.memberOrNull("value") else {
          throw node.fault(.missingKey("value"))
        }
        results[place].add([try value.quantityOrGap(in: results[place].unit)])
      }
    }
    guard !results.isEmpty else { throw node.fault(.missingKey("measurements")) }
    for (metric, node) in try node.member("summary")?.members() ?? [] {
      guard let place = places[metric] else { continue }
      for statistic in statistics {
        guard let node = try node.memberOrNull(statistic) else { continue }
        results[place].add(try node.quantityOrGap(in: results[place].unit), as: statistic)
      }
    }
    facts += exitCodes(codes)
    for index in results.indices { results[index].facts = facts }
    return results
  }

  /// The maximum number of metrics of a command, far more than hyperfine has.
  private static let maximumMetrics = 1_000

  private static func unit(of node: JSONNode) throws(ReferenceError) -> ExternalUnit {
    switch try node.member("unit")?.text() {
    case nil: ExternalUnit("", .count)
    case "second": ExternalUnit("second", .nanoseconds, factor: 1e9)
    case "byte": ExternalUnit("byte", .bytes)
    case let other?: ExternalUnit(other, nil)
    }
  }
}
