/// The requests that a load sends on a fixed schedule, whether or not earlier ones were answered.
public struct RequestPlan: Sendable, Equatable {
  /// What the requests ask for.
  public enum Content: Sendable, Equatable {
    /// Each request is to be sent back; its length in bytes is a multiple of 8.
    case echo(bytes: Int)
    /// The requests of `service`: some are to be echoed, some to be computed, and some to be answered
    /// after a blocking call. Each has 8 bytes.
    case service
  }

  /// The number of connections that send requests in turn.
  public var connections: Int
  /// The number of further connections, which are open all the time and send nothing.
  public var idleConnections: Int
  /// The number of requests on all connections together.
  public var requests: Int
  /// The number of requests per second on all connections together.
  public var ratePerSecond: Int
  /// What the requests ask for.
  public var content: Content

  /// Creates a plan; by default a request is its number in 8 bytes, and so is its answer.
  public init(
    connections: Int, idleConnections: Int = 0, requests: Int, ratePerSecond: Int,
    content: Content = .echo(bytes: 8)
  ) {
    self.connections = connections
    self.idleConnections = idleConnections
    self.requests = requests
    self.ratePerSecond = ratePerSecond
    self.content = content
  }

  /// The number of connections that are open at the same time.
  public var openConnections: Int { connections + idleConnections }
}
