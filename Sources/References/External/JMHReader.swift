import BenchmarkModel

/// Reads the output of JMH's `-rf json`, one benchmark at a time.
enum JMHReader: DocumentFormat {
  /// The maximum number of values that a histogram is expanded to.
  static let maximumExpandedValues = 1 << 20

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isList(ofObjectsWith: ["benchmark", "primaryMetric"])
  }

  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> [ExternalResult] {
    var results: [ExternalResult] = []
    try scanner.array { scanner, index throws(ReferenceError) in
      results += try Self.results(of: scanner.node(at: "[\(index)]"))
    }
    return results
  }

  private static func results(of node: JSONNode) throws(ReferenceError) -> [ExternalResult] {
    let name = try node.required("benchmark").text()
    let mode = try node.required("mode").text()
    let version = try node.member("jmhVersion")?.text()
    let known = ["benchmark", "primaryMetric", "secondaryMetrics", "params", "jmhVersion"]
    let others = try node.members().filter { !known.contains($0.key) }
    var facts = try node.member("params")?.facts("param") ?? []
    facts += others.flatMap { $0.node.facts($0.key) }
    var metrics = [(mode, try node.required("primaryMetric"))]
    for (key, node) in try node.member("secondaryMetrics")?.members() ?? [] {
      metrics.append((key, node))
    }
    var results: [ExternalResult] = []
    for (metric, node) in metrics {
      let unit = ExternalUnit(printed: try node.required("scoreUnit").text())
      let (values, note) = try values(of: node, in: unit)
      results.append(
        ExternalResult(
          name: name, metric: metric, unit: unit, toolVersion: version,
          values: values, statistics: try statistics(of: node, in: unit), facts: facts + note))
    }
    return results
  }

  /// The score of each iteration, or each value of a histogram as often as it was counted; with a note
  /// when there are too many values to keep.
  private static func values(
    of node: JSONNode, in unit: ExternalUnit
  ) throws(ReferenceError) -> ([Double], [ExternalFact]) {
    var values: [Double] = []
    for fork in try node.member("rawData")?.elements() ?? [] {
      values += try fork.quantities(in: unit)
    }
    for fork in try node.member("rawDataHistogram")?.elements() ?? [] {
      for iteration in try fork.elements() {
        for bucket in try iteration.elements() {
          let (value, count) = try pair(bucket, in: unit)
          guard count <= maximumExpandedValues - values.count else {
            let note = "left out: more than \(maximumExpandedValues) values"
            return ([], [ExternalFact("rawDataHistogram", note)])
          }
          values += Array(repeating: value, count: count)
        }
      }
    }
    return (values, [])
  }

  private static func pair(
    _ bucket: JSONNode, in unit: ExternalUnit
  ) throws(ReferenceError) -> (value: Double, count: Int) {
    let pair = try bucket.numbers()
    guard pair.count == 2, let count = Int(exactly: pair[1]), count >= 0 else {
      throw bucket.fault(.wrongKind(expected: "a value and its count", found: "a list"))
    }
    if let problem = unit.problem(with: pair[0]) { throw bucket.fault(problem) }
    return (pair[0] * unit.factor, count)
  }

  /// Score, error, confidence and percentiles.
  ///
  /// JMH writes `"NaN"` for a missing one.
  private static func statistics(
    of node: JSONNode, in unit: ExternalUnit
  ) throws(ReferenceError) -> [ExternalStatistic] {
    var found: [(String, JSONNode)] = []
    for key in ["score", "scoreError"] {
      if let node = try node.member(key) { found.append((key, node)) }
    }
    let confidence = try node.member("scoreConfidence")?.elements() ?? []
    found += zip(["scoreConfidence.lower", "scoreConfidence.upper"], confidence)
    found += try node.member("scorePercentiles")?.members().map { ("p\($0.key)", $0.node) } ?? []
    var statistics: [ExternalStatistic] = []
    for (name, node) in found {
      if case .string(let text) = node.value, ["NaN", "+INF", "-INF"].contains(text) { continue }
      // Unlike a time, the lower end of an interval may be negative.
      let number = try node.number() * unit.factor
      guard abs(number) <= 1e300 else {
        throw node.fault(.unusableNumber("\(number)", because: "is beyond ±1e300"))
      }
      statistics.append(ExternalStatistic(name, number))
    }
    return statistics
  }
}
