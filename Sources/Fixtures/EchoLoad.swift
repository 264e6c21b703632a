import NIOCore
import NIOPosix

/// The client of `echo-server`, the same for every runtime: it opens connections to the server that
/// calls at its port, sends messages of 64 bytes, checks each echo, and keeps the latencies.
///
/// It talks to the server in lines. The server calls and says its own port; the load opens all
/// connections to it. Once both say so, the server by `start`, it sends the messages, and after the
/// last echo says `done`. The server answers `close`, and the load closes the connections with a
/// reset, so that none of them keeps a port waiting for a minute. It serves one server.
package final class EchoLoad: Sendable {
  /// How much is sent, and how.
  package struct Plan: Sendable, Equatable {
    /// How many connections are open at the same time.
    package var connections: Int
    /// How many messages each of them sends.
    package var messages: Int
    /// How many messages a second all of them together send by a fixed schedule; 0 when each sends
    /// its next message after the echo.
    package var ratePerSecond: Int

    /// Makes a plan.
    package init(connections: Int, messages: Int, ratePerSecond: Int) {
      self.connections = connections
      self.messages = messages
      self.ratePerSecond = ratePerSecond
    }
  }

  /// What came of it.
  package struct Report: Sendable {
    /// How many connections were opened.
    package var connections = 0
    /// The latency of each message in nanoseconds, from its sending, or from the moment at which it
    /// was due; empty unless every echo came.
    package var latencies: [UInt64] = []
    /// The time from the first message to the last echo; nil unless every echo came.
    package var elapsedNanoseconds: UInt64?
  }

  /// The loopback port at which the server calls.
  package let port: Int

  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let listener: any Channel
  private let client: NIOLoopBound<EchoClient>

  /// Starts to listen on a loopback port that the system chooses.
  ///
  /// - Parameter descriptorLimit: How many descriptors this process may have open.
  /// - Throws: `EchoLoadError.tooFewDescriptors`, or the system's error when no port can be had.
  package init(_ plan: Plan, descriptorLimit: Int) throws {
    try Self.check(descriptorLimit, for: plan.connections)
    let eventLoop = group.next()
    client = try eventLoop.submit {
      NIOLoopBound(EchoClient(plan, on: eventLoop), eventLoop: eventLoop)
    }.wait()
    let client = client
    listener = try ServerBootstrap(group: group)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ControlLine(client.value))
        }
      }
      .bind(host: "127.0.0.1", port: 0).wait()
    port = listener.localAddress?.port ?? 0
  }

  /// Closes everything.
  ///
  /// - Returns: What came of the load; a server that left early leaves it without latencies.
  /// - Throws: `EchoLoadError` when an echo was wrong or a connection was lost.
  package func stop() throws -> Report {
    let client = client
    let result = try listener.eventLoop.submit { client.value.stop() }.wait()
    try listener.close().wait()
    try group.syncShutdownGracefully()
    return try result.get()
  }

  static func check(_ limit: Int, for connections: Int) throws(EchoLoadError) {
    // The rest is for standard streams, the event loop, the port and the server's call.
    let needed = connections + 64
    guard limit >= needed else { throw .tooFewDescriptors(needed: needed, limit: limit) }
  }
}

/// Why a load could not be made, or does not count.
package enum EchoLoadError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The system lets this process open too few descriptors.
  case tooFewDescriptors(needed: Int, limit: Int)
  /// An echo is not what was sent.
  case wrongEcho(connection: Int, message: Int)
  /// A connection failed before its last echo.
  case lostConnection(Int, reason: String)
  /// The server said something else than it must.
  case unknownLine(String)

  /// What is wrong, and how to put it right where that is in the user's hands.
  package var description: String {
    switch self {
    case .tooFewDescriptors(let needed, let limit):
      "The load needs \(needed) descriptors, but the limit is \(limit). "
        + "Raise it with: ulimit -n \(needed)"
    case .wrongEcho(let connection, let message):
      "The echo of message \(message) on connection \(connection) is not what was sent."
    case .lostConnection(let connection, let reason):
      "Connection \(connection) was lost before its last echo: \(reason)"
    case .unknownLine(let line):
      "The server said \"\(line)\" instead of its port, \"start\" or \"close\"."
    }
  }
}

/// The lines of the server.
private final class ControlLine: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let client: EchoClient
  private var unread = ByteBuffer()

  init(_ client: EchoClient) { self.client = client }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    unread.writeBuffer(&bytes)
    while let end = unread.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
      let line = unread.readString(length: end - unread.readerIndex) ?? ""
      unread.moveReaderIndex(forwardBy: 1)
      take(line, context)
    }
  }

  private func take(_ line: String, _ context: ChannelHandlerContext) {
    switch line {
    case "start": client.start()
    case "close": client.close()
    default:
      guard let port = Int(line), (1...65_535).contains(port) else {
        return client.fail(.unknownLine(line))
      }
      client.open(port, control: context.channel)
    }
  }

  func channelInactive(context: ChannelHandlerContext) { client.close() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
