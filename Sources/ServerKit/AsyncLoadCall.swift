package import NIOCore
import NIOPosix

/// The server's control connection to the load, for async code.
///
/// It uses SwiftNIO, as the server does.
package struct AsyncLoadCall {
  private let channel: any Channel
  private let heard: AsyncStream<String>

  /// Connects to the load and tells it where the server listens.
  package init(port: Int, listener: any Channel) async throws {
    let (heard, hearing) = AsyncStream.makeStream(of: String.self)
    self.heard = heard
    channel = try await ClientBootstrap(group: eventLoops)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Hearing(hearing))
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    try await say("\(listener.localAddress?.port ?? 0)")
  }

  /// Tells the load to send its requests and waits until all answers have come back.
  package func run() async throws {
    try await say("start")
    guard await heard.first(where: { _ in true }) == "done\n" else { throw LoadEnded() }
  }

  /// Tells the load to close its connections.
  package func close() async throws {
    try await say("close")
    try await channel.close()
  }

  private func say(_ line: String) async throws {
    try await channel.writeAndFlush(ByteBuffer(string: line + "\n"))
  }
}

/// Passes received data on.
private final class Hearing: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let continuation: AsyncStream<String>.Continuation

  init(_ continuation: AsyncStream<String>.Continuation) { self.continuation = continuation }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    continuation.yield(String(buffer: unwrapInboundIn(data)))
  }

  func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
}
