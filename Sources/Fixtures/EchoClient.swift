import NIOCore
import NIOPosix
import Platform

/// All connections of a load with their schedule; it runs on one event loop and needs no locks.
final class EchoClient {
  /// The maximum number of connections being opened at the same time, well below any backlog.
  private static let maximumOpening = 256

  private let plan: EchoLoad.Plan
  private let eventLoop: any EventLoop
  private var control: (any Channel)?
  private var connections: [EchoConnection] = []
  private var openedCount = 0
  private var mayStart = false
  private var isClosed = false
  private var failure: LoadError?

  private var startNanoseconds: UInt64 = 0
  private var elapsedNanoseconds: UInt64?
  private var latencies: [UInt64] = []
  private var sentCount = 0

  init(_ plan: EchoLoad.Plan, on eventLoop: any EventLoop) {
    self.plan = plan
    self.eventLoop = eventLoop
    latencies.reserveCapacity(messageCount)
  }

  private var messageCount: Int { plan.connections * plan.messages }

  /// Opens all connections, a limited number at the same time.
  func open(_ port: Int, control: any Channel) {
    guard self.control == nil else { return fail(.unknownLine("\(port)")) }
    self.control = control
    for _ in 0..<min(plan.connections, Self.maximumOpening) { openNext(port) }
  }

  private func openNext(_ port: Int) {
    guard !isClosed, connections.count < plan.connections else { return }
    let connection = EchoConnection(index: connections.count, of: self)
    connections.append(connection)
    let bound = NIOLoopBound((self, connection), eventLoop: eventLoop)
    ClientBootstrap(group: eventLoop)
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 1_024))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(bound.value.1)
        }
      }
      .connect(host: "127.0.0.1", port: port)
      .whenComplete { result in
        let (client, connection) = bound.value
        switch result {
        case .success: client.opened(port)
        case .failure(let error): client.lost(connection, "\(error)")
        }
      }
  }

  private func opened(_ port: Int) {
    openedCount += 1
    openNext(port)
    beginIfReady()
  }

  /// Starts sending once all connections are open.
  ///
  /// The server has accepted all of them and is timing.
  func start() {
    mayStart = true
    beginIfReady()
  }

  private func beginIfReady() {
    guard mayStart, openedCount == plan.connections, !isClosed else { return }
    startNanoseconds = NIODeadline.now().uptimeNanoseconds
    if plan.ratePerSecond > 0 {
      sendDue()
    } else {
      for connection in connections { connection.send() }
    }
  }

  /// Sends all messages that are due, and schedules itself for the next one.
  ///
  /// Message number i is due i / rate after the start and belongs to connection i mod C.
  private func sendDue() {
    let now = NIODeadline.now().uptimeNanoseconds
    while !isClosed, sentCount < messageCount, due(sentCount) <= now {
      connections[sentCount % plan.connections].send()
      sentCount += 1
    }
    guard !isClosed, sentCount < messageCount else { return }
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleTask(deadline: .uptimeNanoseconds(due(sentCount))) { bound.value.sendDue() }
  }

  private func due(_ message: Int) -> UInt64 {
    startNanoseconds + UInt64(message) * 1_000_000_000 / UInt64(plan.ratePerSecond)
  }

  /// Records the correct echo of a message.
  ///
  /// In a closed loop, sends the connection's next message.
  fileprivate func echoed(_ message: Int, on connection: EchoConnection) {
    let now = NIODeadline.now().uptimeNanoseconds
    if plan.ratePerSecond > 0 {
      latencies.append(now - due(message * plan.connections + connection.index))
    } else {
      latencies.append(now - connection.sentNanoseconds)
      if message + 1 < plan.messages { connection.send() }
    }
    if latencies.count == messageCount {
      elapsedNanoseconds = now - startNanoseconds
      control?.writeAndFlush(ByteBuffer(string: "done\n"), promise: nil)
    }
  }

  fileprivate func lost(_ connection: EchoConnection, _ reason: String) {
    guard !isClosed, elapsedNanoseconds == nil else { return }
    // If the server ended, its control connection closes as well, which is the better explanation.
    // Wait for that first.
    let bound = NIOLoopBound((self, connection.index), eventLoop: eventLoop)
    eventLoop.scheduleTask(in: .milliseconds(100)) {
      let (client, index) = bound.value
      client.fail(.lostConnection(index, reason: reason))
    }
  }

  /// Gives up; the server sees its control connection close.
  func fail(_ error: LoadError) {
    guard !isClosed else { return }
    failure = error
    close()
    control?.close(promise: nil)
  }

  /// Closes all connections, even if messages are still to be sent.
  func close() {
    isClosed = true
    for connection in connections { connection.close() }
  }

  /// Closes everything and returns the result of the load.
  func stop() -> Result<EchoLoad.Report, LoadError> {
    close()
    control?.close(promise: nil)
    if let failure { return .failure(failure) }
    var report = EchoLoad.Report(connections: openedCount)
    if let elapsedNanoseconds {
      report.latencies = latencies
      report.elapsedNanoseconds = elapsedNanoseconds
    }
    return .success(report)
  }
}

/// One connection of a load; it sends its messages in order and expects their echoes in that order.
private final class EchoConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let index: Int
  /// When the last message was sent.
  private(set) var sentNanoseconds: UInt64 = 0

  private unowned let client: EchoClient
  private var context: ChannelHandlerContext?
  private var sentCount = 0
  private var echoedCount = 0
  /// The beginning of an echo that has not arrived completely.
  private var unread: ByteBuffer?
  /// Reused after each write, because such a small write completes at once.
  private var outgoing = ByteBufferAllocator().buffer(capacity: EchoMessage.byteCount)

  init(index: Int, of client: EchoClient) {
    self.index = index
    self.client = client
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelActive(context: ChannelHandlerContext) {
    // Closing resets the connection, so that its port is free immediately.
    let options = context.channel as? any SocketOptionProvider
    _ = options?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
  }

  func send() {
    guard let context else { return }
    outgoing.clear()
    EchoMessage(connection: index, number: sentCount).write(to: &outgoing)
    sentCount += 1
    sentNanoseconds = NIODeadline.now().uptimeNanoseconds
    context.writeAndFlush(wrapOutboundOut(outgoing), promise: nil)
  }

  func close() { context?.close(promise: nil) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    if var whole = unread {
      unread = nil
      whole.writeBuffer(&bytes)
      bytes = whole
    }
    while bytes.readableBytes >= EchoMessage.byteCount {
      let message = echoedCount
      guard EchoMessage(connection: index, number: message).isNext(in: &bytes) else {
        return client.fail(.wrongEcho(connection: index, message: message))
      }
      echoedCount += 1
      client.echoed(message, on: self)
    }
    if bytes.readableBytes > 0 { unread = bytes }
  }

  func channelInactive(context: ChannelHandlerContext) {
    client.lost(self, "the server closed it.")
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    client.lost(self, "\(error)")
    context.close(promise: nil)
  }
}

/// The content of a message: connection and number, spread over all of its 64 bytes.
struct EchoMessage {
  static let byteCount = 64

  private let seed: UInt64

  init(connection: Int, number: Int) { seed = UInt64(connection) << 32 | UInt64(number) }

  /// Multiplication by an odd number is reversible, so a different seed changes each word.
  private func word(_ index: Int) -> UInt64 { seed &* (2 * UInt64(index) + 1) }

  func write(to buffer: inout ByteBuffer) {
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.byteCount) { bytes in
      for index in 0..<8 {
        bytes.storeBytes(of: word(index), toByteOffset: 8 * index, as: UInt64.self)
      }
      return Self.byteCount
    }
  }

  /// Reads the next 64 bytes, which must be available, and returns whether they are this message.
  func isNext(in buffer: inout ByteBuffer) -> Bool {
    buffer.readWithUnsafeReadableBytes { bytes in
      let isRight = (0..<8).allSatisfy { index in
        bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self) == word(index)
      }
      return (Self.byteCount, isRight)
    }
  }
}
