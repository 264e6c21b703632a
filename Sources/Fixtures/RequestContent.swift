import ServerKit

/// What the requests of a load ask for.
package enum RequestContent: Sendable {
  /// The answer to each request is its number.
  case numbers
  /// Some requests are to be echoed, some to be computed, and some to be answered after a blocking
  /// call, as `ServiceRequest` says.
  case service

  /// The right answers to the requests from 0.
  func answers(_ requests: Int) -> [UInt64] {
    switch self {
    case .numbers: Array(0..<UInt64(requests))
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
    self == .numbers ? "latencyNanoseconds" : "echoLatencyNanoseconds"
  }
}
