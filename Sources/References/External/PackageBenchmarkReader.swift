import BenchmarkModel

/// Reads the output of package-benchmark's `--format jsonSmallerIsBetter` and `jsonBiggerIsBetter`.
///
/// Each entry is `benchmark - metric` with the 99th percentile, in a unit that depends on the metric.
/// Only `--format jmh` contains the individual values.
enum PackageBenchmarkReader: DocumentFormat {
  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isList(ofObjectsWith: ["name", "unit", "value"])
  }

  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> BenchmarkList {
    var list = BenchmarkList()
    try scanner.array { scanner, index throws(ReferenceError) in
      let node = try scanner.node(at: "[\(index)]")
      list.add(node.name("name")) { () throws(ReferenceError) in [try result(of: node)] }
    }
    return list
  }

  private static func result(of node: JSONNode) throws(ReferenceError) -> ExternalResult {
    let name = try node.required("name")
    let text = try name.text()
    guard let (benchmark, metric) = parts(of: text) else {
      throw name.fault(.wrongKind(expected: "a benchmark and its metric", found: quoted(text)))
    }
    let unit = unit(try node.required("unit"), of: metric)
    let known = ["name", "unit", "value"]
    let facts = try node.members().filter { !known.contains($0.key) }
      .flatMap { $0.node.facts($0.key) }
    guard let value = try node.memberOrNull("value") else { throw node.fault(.missingKey("value")) }
    var result = ExternalResult(name: benchmark, metric: metric, unit: unit, facts: facts)
    result.add(try value.quantityOrGap(in: unit), as: "p99")
    return result
  }

  /// The parts before and after the last " - ".
  private static func parts(of name: String) -> (benchmark: String, metric: String)? {
    guard let separator = name.ranges(of: " - ").last else { return nil }
    let (benchmark, metric) = (name[..<separator.lowerBound], name[separator.upperBound...])
    return benchmark.isEmpty || metric.isEmpty ? nil : (String(benchmark), String(metric))
  }

  /// The unit of a metric.
  ///
  /// Times are printed in a unit of time, everything else in multiples (thousands, millions, …) of what
  /// the metric's description names.
  private static func unit(_ node: JSONNode, of metric: String) -> ExternalUnit {
    guard case .string(let printed) = node.value else { return ExternalUnit("", nil) }
    if let factor = times[printed] { return ExternalUnit(printed, .nanoseconds, factor: factor) }
    guard let factor = multiples[printed] else { return ExternalUnit(printed, nil) }
    let bytes = ["Memory (", "Memory Δ", "Malloc (bytes", "Bytes ("]
    if bytes.contains(where: metric.hasPrefix) {
      return ExternalUnit(printed, .bytes, factor: factor)
    }
    let isRate = metric.hasPrefix("Throughput (")
    return ExternalUnit(printed, isRate ? .perSecond : .count, factor: factor)
  }

  private static let times: [String: Double] = [
    "ns": 1, "μs": 1e3, "ms": 1e6, "s": 1e9, "ks": 1e12, "Ms": 1e15,
  ]
  private static let multiples: [String: Double] = [
    "#": 1, "": 1, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15,
  ]
}
