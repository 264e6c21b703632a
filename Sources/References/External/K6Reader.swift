import BenchmarkModel

/// Reads k6's `--summary-export`, and the data of its function `handleSummary` as JSON.
///
/// Neither names a target, so the benchmark is called `k6`; its metrics are k6's. Only `handleSummary`
/// states units. Source: k6's documentation, "End-of-test summary" and "Built-in metrics".
enum K6Reader: DocumentFormat {
  private static let name = "k6"

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isObject(with: ["root_group", "metrics"])
  }

  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> BenchmarkList {
    var list = BenchmarkList()
    var facts: [ExternalFact] = []
    for (key, part) in try scanner.node(at: "").members() {
      guard key == "metrics" else {
        facts += part.facts(key)
        continue
      }
      for (metric, node) in try part.members() {
        list.add("\(name) \(metric)") { () throws(ReferenceError) in
          try results(of: node, metric)
        }
      }
    }
    for index in list.results.indices { list.results[index].facts += facts }
    return list
  }

  private static func results(
    of node: JSONNode, _ metric: String
  ) throws(ReferenceError) -> [ExternalResult] {
    let values = try node.member("values") ?? node
    var facts: [ExternalFact] = []
    for key in ["type", "contains", "thresholds"] {
      facts += try node.member(key)?.facts(key) ?? []
    }
    let keys = try values.members().map(\.key)
    let unit = try unit(of: node, metric, keys)
    var results: [ExternalResult] = []
    var whole = ExternalResult(name: name, metric: metric, unit: unit)
    for (key, value) in try values.members()
    where !["thresholds", "type", "contains"].contains(key) {
      switch key {
      // A counter has its rate as well; of a rate, they count what it is computed from.
      case "rate" where keys.contains("count"):
        results.append(
          try value.onlyValue(name, "\(metric).rate", in: ExternalUnit("", .perSecond)))
      case "passes", "fails": facts += value.facts(key)
      case "count", "rate", "value": whole.add([try value.quantityOrGap(in: unit)])
      default: whole.add(try value.quantityOrGap(in: unit), as: key)
      }
    }
    results.insert(whole, at: 0)
    for index in results.indices { results[index].facts = facts }
    return results
  }

  /// Times are in milliseconds; other units follow from what the file states, or are unknown.
  private static func unit(
    of node: JSONNode, _ metric: String, _ keys: [String]
  ) throws(ReferenceError) -> ExternalUnit {
    let contains = try node.member("contains")?.text()
    let builtIn = metric.prefix { $0 != "{" }
    if contains == "time" || contains == nil && times.contains(String(builtIn)) {
      return ExternalUnit("ms", .nanoseconds, factor: 1e6)
    }
    if contains == "data" || contains == nil && ["data_sent", "data_received"].contains(builtIn) {
      return ExternalUnit("", .bytes)
    }
    if keys.contains("count") { return ExternalUnit("", .count) }
    return ExternalUnit("", keys.contains("passes") ? .ratio : nil)
  }

  /// k6's own metrics of times.
  private static let times: Set<String> = [
    "http_req_blocked", "http_req_connecting", "http_req_duration", "http_req_receiving",
    "http_req_sending", "http_req_tls_handshaking", "http_req_waiting", "iteration_duration",
    "group_duration", "ws_connecting", "ws_session_duration", "ws_ping", "grpc_req_duration",
  ]
}
