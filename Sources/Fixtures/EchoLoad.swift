import NIOCore
import NIOPosix

/// The load of `echo-server`, the same for every runtime.
///
/// It opens connections to the server, sends messages of 64 bytes, checks each echo, and
/// records the latencies.
///
/// Load and server exchange lines of text over a control connection. The server connects to the
/// load's port and sends its own port, and the load opens all connections to it. Once they are open
/// and the server has sent `start`, the load sends the messages. After the last echo it sends
/// `done`. The server answers `close`, and the load closes the connections with a reset, so that no
/// port is blocked for a minute. A load serves one server.
package final class EchoLoad: Sendable {
  /// The number of messages and their rate.
  package struct Plan: Sendable, Equatable {
    /// The number of connections that are open at the same time.
    package var connections: Int
    /// The number of messages that each connection sends.
    package var messages: Int
    /// The number of messages per second that all connections together send on a fixed schedule.
    ///
    /// With 0, each connection sends its next message after the previous echo.
    package var ratePerSecond: Int

    package init(connections: Int, messages: Int, ratePerSecond: Int) {
      self.connections = connections
      self.messages = messages
      self.ratePerSecond = ratePerSecond
    }
  }

  /// The result of a load.
  package struct Report: Sendable {
    /// The number of connections opened.
    package var connections = 0
    /// The latency of each message in nanoseconds, from when it was sent in a closed loop and from
    /// when it was due in an open loop.
    ///
    /// It is empty unless every echo came back.
    package var latencies: [UInt64] = []
    /// The time from the first message to the last echo; nil unless every echo came back.
    package var elapsedNanoseconds: UInt64?
  }

  /// The loopback port to which the server connects.
  package let port: Int

  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let listener: any Channel
  private let client: NIOLoopBound<EchoClient>

  /// Starts listening on a loopback port that the system chooses.
  ///
  /// - Parameter descriptorLimit: The number of descriptors that this process may have open.
  /// - Throws: `LoadError.tooFewDescriptors`, or the system's error if no port is available.
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
  /// - Returns: The result of the load. It has no latencies if the server left early.
  /// - Throws: `LoadError` if an echo was wrong or a connection was lost.
  package func stop() throws -> Report {
    let client = client
    let result = try listener.eventLoop.submit { client.value.stop() }.wait()
    try listener.close().wait()
    try group.syncShutdownGracefully()
    return try result.get()
  }

  static func check(_ limit: Int, for connections: Int) throws(LoadError) {
    // The rest is for standard streams, the event loop, the listener and the control connection.
    let needed = connections + 64
    guard limit >= needed else { throw .tooFewDescriptors(needed: needed, limit: limit) }
  }
}

/// Reads the server's lines.
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
