import BenchmarkModel

/// Reads the output of JMH's `-rf json`, one benchmark at a time.
enum JMHReader: DocumentFormat {
  /// The maximum number of values that a histogram is expanded to.
  static let maximumExpandedValues = 1 << 20

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isList(ofObjectsWith: ["benchmark", "primaryMetric"])
  }

  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> BenchmarkList {
    var list = BenchmarkList()
    try scanner.array { scanner, index throws(ReferenceError) in
      let node = try scanner.node(at: "[\(index)]")
      list.add(node.name("benchmark")) { () throws(ReferenceError) in try results(of: node) }
    }
    return list
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
      var result = ExternalResult(
        name: name, metric: metric, unit: unit, toolVersion: version, facts: facts)
      try addValues(of: node, to: &result)
      try addStatistics(of: node, to: &result)
      results.append(result)
    }
    return results
  }

  /// Adds the score of each iteration, or each value of a histogram as often as it was counted; or a
  /// note when there are too many values to keep.
  private static func addValues(
    of node: JSONNode, to result: inout ExternalResult
  ) throws(ReferenceError) {
    for fork in try node.member("rawData")?.elements() ?? [] {
      result.add(try fork.quantitiesOrGaps(in: result.unit))
    }
    for fork in try node.member("rawDataHistogram")?.elements() ?? [] {
      for iteration in try fork.elements() {
        for bucket in try iteration.elements() {
          let (value, count) = try pair(bucket, in: result.unit)
          switch value {
          case .gap(let printed):
            if count > 0 { result.add(ExternalGap(printed: printed, count: count)) }
          case .number(let number):
            guard count <= maximumExpandedValues - result.values.count else {
              let note = "left out: more than \(maximumExpandedValues) values"
              result.values = []
              result.facts.append(ExternalFact("rawDataHistogram", note))
              return
            }
            result.values += Array(repeating: number, count: count)
          }
        }
      }
    }
  }

  private static func pair(
    _ bucket: JSONNode, in unit: ExternalUnit
  ) throws(ReferenceError) -> (value: NumberOrGap, count: Int) {
    let pair = try bucket.elements()
    guard pair.count == 2, let count = Int(exactly: try pair[1].number()), count >= 0 else {
      throw bucket.fault(.wrongKind(expected: "a value and its count", found: "a list"))
    }
    return (try pair[0].quantityOrGap(in: unit), count)
  }

  /// Adds score, error, confidence and percentiles.
  private static func addStatistics(
    of node: JSONNode, to result: inout ExternalResult
  ) throws(ReferenceError) {
    var found: [(String, JSONNode)] = []
    for key in ["score", "scoreError"] {
      if let node = try node.memberOrNull(key) { found.append((key, node)) }
    }
    let confidence = try node.member("scoreConfidence")?.elements() ?? []
    found += zip(["scoreConfidence.lower", "scoreConfidence.upper"], confidence)
    found += try node.member("scorePercentiles")?.members().map { ("p\($0.key)", $0.node) } ?? []
    for (name, node) in found {
      result.add(try node.boundOrGap(in: result.unit), as: name)
    }
  }
}
