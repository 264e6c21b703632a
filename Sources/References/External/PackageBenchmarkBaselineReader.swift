import BenchmarkModel

/// Reads a baseline that package-benchmark stores in `.benchmarkBaselines`.
///
/// `results` is a list in which a benchmark's `target` and `name` are followed by the list of its
/// metrics, as Swift's `Codable` writes a dictionary. Each metric has an HdrHistogram of its values. The
/// package calls the form unstable.
enum PackageBenchmarkBaselineReader: DocumentFormat {
  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isObject(with: ["baselineName", "results"])
      // The members are in any order, so the name may follow long results.
      || beginning.isObject(with: ["results[].target", "results[].name"])
  }

  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> BenchmarkList {
    var list = BenchmarkList()
    var common: [ExternalFact] = []
    try scanner.object { scanner, key throws(ReferenceError) in
      guard key == "results" else {
        common += try scanner.node(at: key).facts(key)
        return
      }
      var benchmark: (name: String, facts: [ExternalFact])?
      try scanner.array { scanner, index throws(ReferenceError) in
        let node = try scanner.node(at: "results[\(index)]")
        guard let (name, facts) = benchmark else {
          benchmark = (
            try node.required("name").text(), try node.member("target")?.facts("target") ?? []
          )
          return
        }
        benchmark = nil
        for element in try node.elements() {
          list.add(name) { () throws(ReferenceError) in [try result(of: element, name, facts)] }
        }
      }
      if benchmark != nil { throw scanner.expected("the results of a benchmark") }
    }
    for index in list.results.indices { list.results[index].facts += common }
    return list
  }

  private static func result(
    of node: JSONNode, _ name: String, _ facts: [ExternalFact]
  ) throws(ReferenceError) -> ExternalResult {
    let (metric, unit) = try metricAndUnit(of: node.required("metric"))
    let statistics = try node.required("statistics")
    let others = try node.members().filter { !["metric", "statistics"].contains($0.key) }
    var result = ExternalResult(
      name: name, metric: metric, unit: unit,
      facts: facts + others.flatMap { $0.node.facts($0.key) })
    let histogram = try HdrHistogram(statistics.required("histogram"))
    guard let values = histogram.values(atMost: JMHReader.maximumExpandedValues) else {
      let note = "left out: more than \(JMHReader.maximumExpandedValues) values"
      result.facts.append(ExternalFact("histogram", note))
      result.add(ExternalGap(printed: note))
      return result
    }
    for value in values {
      if let problem = unit.problem(with: value) { throw node.fault(problem) }
    }
    result.values = values
    if values.isEmpty { result.add(ExternalGap(printed: "0 values")) }
    return result
  }

  /// The name of a metric, which is the only key of an object, and its unit.
  private static func metricAndUnit(of node: JSONNode) throws(ReferenceError) -> (
    String, ExternalUnit
  ) {
    guard let (key, content) = try node.members().first else {
      throw node.fault(.wrongKind(expected: "a metric", found: "an empty object"))
    }
    if key == "custom" {
      let unnamed = try content.member("_0")
      let name = if let unnamed { unnamed } else { try content.required("name") }
      return (try name.text(), ExternalUnit("", nil))
    }
    if ["cpuUser", "cpuSystem", "cpuTotal", "wallClock"].contains(key) {
      return (key, ExternalUnit("ns", .nanoseconds))
    }
    if key == "throughput" { return (key, ExternalUnit("ops/s", .perSecond)) }
    let isBytes =
      ["mallocBytesCount", "allocatedResidentMemory"].contains(key)
      || ["peakMemory", "readBytes", "writeBytes"].contains { key.hasPrefix($0) }
    return (key, isBytes ? ExternalUnit("B", .bytes) : ExternalUnit("", .count))
  }
}

/// A histogram with buckets of a relative width, as HdrHistogram for Swift stores it.
///
/// Source: G. Tene, HdrHistogram: the buckets of a power of two have equal widths.
private struct HdrHistogram {
  private let counts: [Double]
  private let halfCountMagnitude: Int
  private let unitMagnitude: Int
  private let maximum: Double

  init(_ node: JSONNode) throws(ReferenceError) {
    let list = try node.required("counts")
    let counts = try list.numbers()
    guard counts.allSatisfy({ $0 >= 0 && Int(exactly: $0) != nil }) else {
      throw list.fault(.wrongKind(expected: "whole numbers", found: "others"))
    }
    func magnitude(_ key: String, in range: ClosedRange<Int>) throws(ReferenceError) -> Int {
      let member = try node.required(key)
      let number = try member.integer()
      guard range.contains(number) else {
        throw member.fault(.unusableNumber("\(number)", because: "is not a magnitude"))
      }
      return number
    }
    self.counts = counts
    halfCountMagnitude = try magnitude("subBucketHalfCountMagnitude", in: 0...20)
    unitMagnitude = try magnitude("unitMagnitude", in: 0...40)
    maximum = try node.required("maxValue").number()
  }

  /// The values in ascending order, each the largest of its bucket as the tool prints it, but none larger
  /// than the largest that was recorded; nil when there are too many.
  func values(atMost limit: Int) -> [Double]? {
    var values: [Double] = []
    for (index, count) in counts.enumerated() where count > 0 {
      guard count <= Double(limit - values.count) else { return nil }
      values += Array(repeating: min(largest(at: index), maximum), count: Int(count))
    }
    return values
  }

  /// The largest value of a bucket.
  private func largest(at index: Int) -> Double {
    let half = 1 << halfCountMagnitude
    let isFirst = index < 2 * half
    let exponent = (isFirst ? 0 : index >> halfCountMagnitude - 1) + unitMagnitude
    let place = isFirst ? index : index & (half - 1) + half
    return Double(place + 1) * Double(sign: .plus, exponent: exponent, significand: 1) - 1
  }
}
