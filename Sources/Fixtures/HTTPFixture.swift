import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The HTTP server of `fetch-urls`; it answers after a fixed delay and counts its connections.
///
/// It answers `/item/N` with 200 and N + 1,000 bytes, and every other path with 404 and the nine
/// bytes `not found`. A second port is bound without a listener, so connections to it are refused
/// and no other program can take it.
package final class HTTPFixture: Sendable {
  /// The loopback port that answers.
  package let port: Int
  /// The loopback port that refuses connections.
  package let refusedPort: Int

  private let group: MultiThreadedEventLoopGroup
  private let listener: any Channel
  private let refusing: BoundSocket
  private let accepted: ConnectionCount

  /// Starts the server on loopback ports that the system chooses.
  ///
  /// - Parameter delayMilliseconds: The time from the end of a request to its answer.
  /// - Throws: The system's error if no port is available.
  package init(delayMilliseconds: Int) throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let accepted = ConnectionCount()
    let delay = TimeAmount.milliseconds(Int64(delayMilliseconds))
    refusing = try BoundSocket()
    listener = try ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 4_096)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        accepted.add()
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(DelayedResponder(delay: delay))
        }
      }
      .bind(host: "127.0.0.1", port: 0).wait()
    self.group = group
    self.accepted = accepted
    port = listener.localAddress?.port ?? 0
    refusedPort = refusing.port
  }

  /// The number of connections accepted so far.
  package var connections: Int { accepted.value }

  /// Closes both ports and ends the server's thread.
  package func stop() throws {
    try listener.close().wait()
    refusing.close()
    try group.syncShutdownGracefully()
  }
}

private final class ConnectionCount: Sendable {
  private let count = Atomic(0)
  func add() { count.add(1, ordering: .relaxed) }
  var value: Int { count.load(ordering: .relaxed) }
}

/// Answers each request of one connection after the delay, in order.
private final class DelayedResponder: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let delay: TimeAmount
  private var head: HTTPRequestHead?

  init(delay: TimeAmount) { self.delay = delay }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end:
      guard let head else { return }
      let context = NIOLoopBound(context, eventLoop: context.eventLoop)
      let handler = NIOLoopBound(self, eventLoop: context.value.eventLoop)
      context.value.eventLoop.scheduleTask(in: delay) {
        handler.value.answer(head, in: context.value)
      }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func answer(_ request: HTTPRequestHead, in context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    let body: ByteBuffer
    let status: HTTPResponseStatus
    if let index = itemIndex(of: request.uri) {
      body = ByteBuffer(repeating: UInt8(ascii: "x"), count: 1_000 + index)
      status = .ok
    } else {
      body = ByteBuffer(string: "not found")
      status = .notFound
    }
    let headers: HTTPHeaders = [
      "content-length": "\(body.readableBytes)", "content-type": "text/plain",
    ]
    let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  /// The N of `/item/N`, up to a million; nil for every other path.
  private func itemIndex(of path: String) -> Int? {
    guard path.hasPrefix("/item/"), let index = Int(path.dropFirst(6)),
      (0...1_000_000).contains(index)
    else { return nil }
    return index
  }
}
