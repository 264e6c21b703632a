import BenchmarkModel

/// Reads vegeta's `report -type=json`, which is about one attack.
///
/// It names no target, so the benchmark is called `vegeta`. Source: `lib/metrics.go` of vegeta.
enum VegetaReader: DocumentFormat {
  private static let name = "vegeta"
  private static let times = ExternalUnit("ns", .nanoseconds)
  private static let bytes = ExternalUnit("", .bytes)
  /// Numbers about the whole attack.
  private static let numbers: [String: ExternalUnit] = [
    "duration": times, "wait": times, "requests": ExternalUnit("", .count),
    "rate": ExternalUnit("", .perSecond), "throughput": ExternalUnit("", .perSecond),
    "success": ExternalUnit("", .ratio),
  ]

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isObject(with: ["latencies", "status_codes"])
  }

  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> BenchmarkList {
    var list = BenchmarkList()
    var facts: [ExternalFact] = []
    for (key, node) in try scanner.node(at: "").members() {
      switch key {
      case "latencies":
        list.add(name) { () throws(ReferenceError) in [try statistics(of: node, key, times)] }
      case "bytes_in", "bytes_out":
        list.add(name) { () throws(ReferenceError) in [try statistics(of: node, key, bytes)] }
      default:
        guard let unit = numbers[key] else {
          facts += node.facts(key)
          continue
        }
        list.add(name) { () throws(ReferenceError) in [try node.onlyValue(name, key, in: unit)] }
      }
    }
    for index in list.results.indices { list.results[index].facts = facts }
    return list
  }

  private static func statistics(
    of node: JSONNode, _ metric: String, _ unit: ExternalUnit
  ) throws(ReferenceError) -> ExternalResult {
    var result = ExternalResult(name: name, metric: metric, unit: unit)
    for (key, node) in try node.members() {
      result.add(try node.quantityOrGap(in: unit), as: key)
    }
    return result
  }
}

extension JSONNode {
  /// A result with this number as its only value.
  func onlyValue(
    _ name: String, _ metric: String, in unit: ExternalUnit
  ) throws(ReferenceError) -> ExternalResult {
    var result = ExternalResult(name: name, metric: metric, unit: unit)
    result.add([try quantityOrGap(in: unit)])
    return result
  }
}
