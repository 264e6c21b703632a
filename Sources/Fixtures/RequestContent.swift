import ServerKit

/// What the requests of a load ask for.
package enum RequestContent: Sendable, Equatable {
  /// Each request is to be sent back; its length in bytes is a multiple of 8.
  case echo(bytes: Int)
  /// Some requests are to be echoed, some to be computed, and some to be answered after a blocking
  /// call, as `ServiceRequest` says. Each has 8 bytes.
  case service

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
