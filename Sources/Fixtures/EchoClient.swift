import NIOCore
import NIOPosix
import Platform

/// The connections that one thread of a load serves; it runs on one event loop and needs no locks.
final class EchoClient {
  /// What one thread adds to the report of the load.
  struct Part {
    var opened: Int
    var startNanoseconds: UInt64
    var endNanoseconds: UInt64
    var latencies: [UInt64]
  }

  /// The maximum number of connections being opened at the same time, well below any backlog.
  private static let maximumOpening = 256 / EchoLoad.threads

  /// The numbers of the connections in the whole load.
  private let indices: [Int]
  /// The number of messages on each connection.
  private let messages: Int
  private let eventLoop: any EventLoop
  private let control: EchoControl
  private var connections: [EchoConnection] = []
  private var openedCount = 0
  private var mayStart = false
  private var isClosed = false

  private var startNanoseconds: UInt64 = 0
  private var endNanoseconds: UInt64 = 0
  private var latencies: [UInt64] = []

  init(_ indices: [Int], _ messages: Int, on eventLoop: any EventLoop, _ control: EchoControl) {
    self.indices = indices
    self.messages = messages
    self.eventLoop = eventLoop
    self.control = control
    latencies.reserveCapacity(messageCount)
  }

  private var messageCount: Int { indices.count * messages }

  /// Opens all connections, a limited number at the same time.
  func open(_ port: Int) {
    for _ in 0..<min(indices.count, Self.maximumOpening) { openNext(port) }
  }

  private func openNext(_ port: Int) {
    guard !isClosed, connections.count < indices.count else { return }
    let connection = EchoConnection(index: indices[connections.count], of: self)
    connections.append(connection)
    let bound = NIOLoopBound((self, connection), eventLoop: eventLoop)
    ClientBootstrap(group: eventLoop)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
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

  /// Starts sending once all connections of this thread are open.
  ///
  /// The server has accepted those of all threads and is timing.
  func start() {
    mayStart = true
    beginIfReady()
  }

  private func beginIfReady() {
    guard mayStart, openedCount == indices.count, !isClosed else { return }
    startNanoseconds = NIODeadline.now().uptimeNanoseconds
    for connection in connections { connection.send() }
  }

  /// Records the correct echo of a message and sends the connection's next one.
  fileprivate func echoed(_ message: Int, on connection: EchoConnection) {
    let now = NIODeadline.now().uptimeNanoseconds
    latencies.append(now - connection.sentNanoseconds)
    if message + 1 < messages { connection.send() }
    if latencies.count == messageCount {
      endNanoseconds = now
      control.finish()
    }
  }

  fileprivate func lost(_ connection: EchoConnection, _ reason: String) {
    guard !isClosed, latencies.count < messageCount else { return }
    // If the server ended, its control connection closes as well, which is the better explanation.
    // Wait for that first.
    let bound = NIOLoopBound((self, connection.index), eventLoop: eventLoop)
    eventLoop.scheduleTask(in: .milliseconds(100)) {
      let (client, index) = bound.value
      client.fail(.lostConnection(index, reason: reason))
    }
  }

  /// Gives up; the server sees its control connection close.
  fileprivate func fail(_ error: LoadError) {
    guard !isClosed else { return }
    control.fail(error)
    close()
  }

  /// Closes all connections, even if messages are still to be sent.
  func close() {
    isClosed = true
    for connection in connections { connection.close() }
  }

  /// Closes all connections and returns what was done.
  func stop() -> Part {
    close()
    return Part(
      opened: openedCount, startNanoseconds: startNanoseconds, endNanoseconds: endNanoseconds,
      latencies: latencies)
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
  private var outgoing = ByteBufferAllocator().buffer(capacity: EchoLoad.messageBytes)

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

  private func message(_ number: Int) -> LoadMessage {
    LoadMessage(UInt64(index) << 32 | UInt64(number))
  }

  func send() {
    guard let context else { return }
    let length = EchoLoad.messageBytes
    outgoing.clear()
    outgoing.writeWithUnsafeMutableBytes(minimumWritableBytes: length) { bytes in
      message(sentCount).write(to: UnsafeMutableRawBufferPointer(rebasing: bytes[..<length]))
      return length
    }
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
    let length = EchoLoad.messageBytes
    while bytes.readableBytes >= length {
      let number = echoedCount
      let isRight = bytes.readWithUnsafeReadableBytes { bytes in
        (length, message(number).isContent(of: UnsafeRawBufferPointer(rebasing: bytes[..<length])))
      }
      guard isRight else { return client.fail(.wrongEcho(connection: index, message: number)) }
      echoedCount += 1
      client.echoed(number, on: self)
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
