import BenchmarkModel

/// Reads the output of pytest-benchmark's `--benchmark-json`.
///
/// The values are those of `--benchmark-save-data`: the time of each round divided by its iterations.
/// Without that option, a benchmark has only statistics.
enum PytestBenchmarkReader: DocumentFormat {
  private static let seconds = ExternalUnit("s", .nanoseconds, factor: 1e9)
  private static let perSecond = ExternalUnit("1/s", .perSecond)
  /// The statistics of the times that are times.
  private static let statistics = ["min", "max", "mean", "stddev", "median", "iqr", "q1", "q3"]

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isObject(with: ["machine_info", "benchmarks"])
  }

  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> BenchmarkList {
    var list = BenchmarkList()
    var common: [ExternalFact] = []
    var version: String?
    try scanner.object { scanner, key throws(ReferenceError) in
      guard key == "benchmarks" else {
        let node = try scanner.node(at: key)
        if key == "version" { version = try node.text() } else { common += node.facts(key) }
        return
      }
      try scanner.array { scanner, index throws(ReferenceError) in
        let node = try scanner.node(at: "benchmarks[\(index)]")
        list.add(node.name("fullname")) { () throws(ReferenceError) in try results(of: node) }
      }
    }
    for index in list.results.indices {
      list.results[index].facts += common
      list.results[index].toolVersion = version
    }
    return list
  }

  private static func results(of node: JSONNode) throws(ReferenceError) -> [ExternalResult] {
    let name = try node.required("fullname").text()
    let stats = try node.required("stats")
    var facts = try node.members().filter { !["fullname", "stats"].contains($0.key) }
      .flatMap { $0.node.facts($0.key) }
    var time = ExternalResult(name: name, metric: "time", unit: seconds)
    time.add(try stats.member("data")?.quantitiesOrGaps(in: seconds) ?? [])
    let iterations = try stats.member("iterations")?.count() ?? 1
    time.iterations = Array(repeating: iterations, count: time.values.count)
    for statistic in statistics {
      guard let node = try stats.memberOrNull(statistic) else { continue }
      time.add(try node.quantityOrGap(in: seconds), as: statistic)
    }
    guard !time.values.isEmpty || !time.statistics.isEmpty || !time.gaps.isEmpty else {
      throw stats.fault(.missingKey("mean"))
    }
    var results = [time]
    if let node = try stats.memberOrNull("ops") {
      var rate = ExternalResult(name: name, metric: "ops", unit: perSecond)
      rate.add(try node.quantityOrGap(in: perSecond), as: "ops")
      results.append(rate)
    }
    let known = ["data", "ops"] + statistics
    facts += try stats.members().filter { !known.contains($0.key) }
      .flatMap { $0.node.facts("stats.\($0.key)") }
    for index in results.indices { results[index].facts = facts }
    return results
  }
}
