import NIOCore
import NIOPosix
import ServerKit

/// The closed load of `echo-server`, the same for every runtime.
///
/// It opens connections to the server, sends messages of 64 bytes, checks each echo, and
/// records the latencies. Each connection sends its next message after the previous echo.
///
/// Two threads, each with an event loop, serve the connections in turn. Load and server exchange lines
/// of text over a control connection. The server connects to the load's port and sends its own port,
/// and the load opens all connections to it. Once they are open and the server has sent `start`, the
/// load sends the messages. After the last echo it sends `done`. The server answers `close`, and the
/// load closes the connections with a reset, so that no port is blocked for a minute. A load serves one
/// server.
package final class EchoLoad: Sendable {
  /// The number of messages.
  package struct Plan: Sendable, Equatable {
    /// The number of connections that are open at the same time.
    package var connections: Int
    /// The number of messages that each connection sends.
    package var messages: Int

    package init(connections: Int, messages: Int) {
      self.connections = connections
      self.messages = messages
    }

    /// The number of messages of all connections.
    var messageCount: Int { connections * messages }
  }

  /// The result of a load.
  package struct Report: Sendable {
    /// The number of connections opened.
    package var connections = 0
    /// The latency of each message in nanoseconds, from when it was sent until its echo arrived.
    ///
    /// It is empty unless every echo came back.
    package var latencies: [UInt64] = []
    /// The time from the first message to the last echo; nil unless every echo came back.
    package var elapsedNanoseconds: UInt64?
  }

  /// The length of a message.
  package static let messageBytes = 64
  /// The number of threads that send messages and receive echoes.
  static let threads = 2

  /// The loopback port to which the server connects.
  package let port: Int

  private let plan: Plan
  private let group: MultiThreadedEventLoopGroup
  private let control: EchoControl
  private let listener: any Channel
  private let clients: [NIOLoopBound<EchoClient>]

  /// Starts listening on a loopback port that the system chooses.
  ///
  /// - Parameter descriptorLimit: The number of descriptors that this process may have open.
  /// - Throws: `LoadError.tooFewDescriptors`, or the system's error if no port is available.
  package init(_ plan: Plan, descriptorLimit: Int) throws {
    try Self.check(descriptorLimit, for: plan.connections)
    self.plan = plan
    let threads = min(Self.threads, plan.connections)
    group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
    let control = EchoControl(clients: threads)
    self.control = control
    let clients = try group.makeIterator().enumerated().map { first, eventLoop in
      try eventLoop.submit {
        let indices = stride(from: first, to: plan.connections, by: threads)
        let client = EchoClient(Array(indices), plan.messages, on: eventLoop, control)
        return NIOLoopBound(client, eventLoop: eventLoop)
      }.wait()
    }
    self.clients = clients
    listener = try ServerBootstrap(group: group)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ControlLine(control, clients))
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
    // The end of the control connection tells the clients to close, so their threads must still run.
    try control.end()
    let parts = try clients.map { client in
      try client.eventLoop.submit { client.value.stop() }.wait()
    }
    try listener.close().wait()
    try group.syncShutdownGracefully()
    if let failure = control.failure { throw failure }
    var report = Report(connections: parts.map(\.opened).reduce(0, +))
    let latencies = parts.flatMap(\.latencies)
    if latencies.count == plan.messageCount {
      let (starts, ends) = (parts.map(\.startNanoseconds), parts.map(\.endNanoseconds))
      report.latencies = latencies
      report.elapsedNanoseconds = (ends.max() ?? 0) - (starts.min() ?? 0)
    }
    return report
  }

  static func check(_ limit: Int, for connections: Int) throws(LoadError) {
    // The rest is for standard streams, event loops, the listener and the control connection.
    let needed = connections + 64
    guard limit >= needed else { throw .tooFewDescriptors(needed: needed, limit: limit) }
  }
}

/// Reads the server's lines.
private final class ControlLine: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let control: EchoControl
  private let clients: [NIOLoopBound<EchoClient>]
  private var unread = ByteBuffer()
  private var hasPort = false

  init(_ control: EchoControl, _ clients: [NIOLoopBound<EchoClient>]) {
    self.control = control
    self.clients = clients
  }

  func channelActive(context: ChannelHandlerContext) { control.take(context.channel) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    unread.writeBuffer(&bytes)
    while let line = nextLine() { take(line) }
    unread.discardReadBytes()
  }

  /// The next line, or the beginning of one that is too long; nil until more bytes arrive.
  private func nextLine() -> String? {
    let bytes = unread.readableBytesView.prefix(Socket.maximumLineBytes)
    if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
      let line = unread.readString(length: end - unread.readerIndex)
      unread.moveReaderIndex(forwardBy: 1)
      return line
    }
    return bytes.count < Socket.maximumLineBytes ? nil : unread.readString(length: bytes.count)
  }

  private func take(_ line: String) {
    switch line {
    case "start": tellAll { $0.start() }
    case "close": tellAll { $0.close() }
    default:
      guard !hasPort, let port = Int(line), (1...65_535).contains(port) else {
        return control.fail(.unknownLine(line))
      }
      hasPort = true
      tellAll { $0.open(port) }
    }
  }

  private func tellAll(_ order: @escaping @Sendable (EchoClient) -> Void) {
    for client in clients { client.eventLoop.execute { order(client.value) } }
  }

  func channelInactive(context: ChannelHandlerContext) { tellAll { $0.close() } }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
