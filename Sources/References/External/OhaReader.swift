import BenchmarkModel

/// Reads oha's `--output-format json`, which is about one load.
///
/// It names no address, so the benchmark is called `oha`. Source: `src/printer.rs` of oha.
enum OhaReader: DocumentFormat {
  private static let name = "oha"
  private static let seconds = ExternalUnit("s", .nanoseconds, factor: 1e9)
  private static let perSecond = ExternalUnit("", .perSecond)
  /// Numbers of the summary about the whole load; those about response times are their statistics.
  private static let numbers: [String: ExternalUnit] = [
    "successRate": ExternalUnit("", .ratio), "total": seconds, "requestsPerSec": perSecond,
    "totalData": ExternalUnit("", .bytes), "sizePerRequest": ExternalUnit("", .bytes),
    "sizePerSec": perSecond,
  ]
  /// The parts with quantiles of times, and the metric that they are about.
  private static let quantiles = [
    "latencyPercentiles": "latency", "firstBytePercentiles": "firstByte",
    "latencyPercentilesSuccessful": "latencySuccessful",
    "latencyPercentilesNotSuccessful": "latencyNotSuccessful",
  ]

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isObject(with: ["summary", "latencyPercentiles"])
  }

  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> BenchmarkList {
    var list = BenchmarkList()
    var facts: [ExternalFact] = []
    var times: [ExternalResult] = []
    /// Adds a statistic of the times of a metric.
    func add(_ node: JSONNode, _ statistic: String, of metric: String) throws(ReferenceError) {
      let index = times.firstIndex { $0.metric == metric } ?? times.count
      if index == times.count {
        times.append(ExternalResult(name: name, metric: metric, unit: seconds))
      }
      times[index].add(try node.quantityOrGap(in: seconds), as: statistic)
    }
    for (key, part) in try scanner.node(at: "").members() {
      list.add(name) { () throws(ReferenceError) in
        var results: [ExternalResult] = []
        if let metric = quantiles[key] {
          for (quantile, node) in try part.members() { try add(node, quantile, of: metric) }
        } else if key == "summary" {
          for (label, node) in try part.members() {
            if let unit = numbers[label] {
              results.append(try node.onlyValue(name, label, in: unit))
            } else {
              try add(node, label, of: "latency")
            }
          }
        } else if key == "details" {
          for (metric, node) in try part.members() {
            for (label, node) in try node.members() { try add(node, label, of: metric) }
          }
        } else {
          facts += part.facts(key)
        }
        return results
      }
    }
    list.results.insert(contentsOf: times, at: 0)
    for index in list.results.indices { list.results[index].facts = facts }
    return list
  }
}
