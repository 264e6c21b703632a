import ServerKit
import WorkloadKit

extension RequestPlan.Content {
  /// The length of a request and of its answer.
  var bytes: Int {
    switch self {
    case .echo(let bytes): bytes
    case .service: 8
    }
  }

  /// The numbers whose messages are the right answers to the requests from 0.
  func answers(_ requests: Int) -> [UInt64] {
    switch self {
    case .echo: Array(0..<UInt64(requests))
    case .service: ServiceRequest.answers(requests)
    }
  }

  /// The distribution to which the latency of a request belongs.
  func latencyName(of request: Int) -> String {
    guard self == .service else { return headline }
    return switch ServiceRequest(UInt64(request)).kind {
    case .echo: headline
    case .compute: "computeLatencyNanoseconds"
    case .blocking: "blockingLatencyNanoseconds"
    }
  }

  /// The distribution that the load must not have shaped by its own lateness.
  var headline: String {
    self == .service ? "echoLatencyNanoseconds" : "latencyNanoseconds"
  }
}
