import NIOCore
import NIOPosix
import ServerKit
import WorkloadKit

extension EchoServer.Handlers: AsyncStyle {
  static func async(
    _ parameters: EchoServer.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    try allowDescriptors(for: parameters.connections)
    let (accepted, accepting) = AsyncStream.makeStream(of: Int.self)
    let (ended, ending) = AsyncStream.makeStream(of: Int.self)
    let listener = try await serverBootstrap(readingAtMost: EchoServer.bufferBytes)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Echo(whenEnded: ending))
          accepting.yield(1)
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let load = try await AsyncLoadCall(port: parameters.port, listener: listener)
    let connections = await accepted.prefix(parameters.connections).reduce(0, +)

    try await stopwatch.measureAsync { try await load.run() }

    try await load.close()
    let bytesEchoed = await ended.prefix(connections).reduce(0, +)
    try await listener.close()
    return EchoServer.checksum(bytesEchoed: bytesEchoed, connections: connections)
  }
}

/// Echoes data until the connection ends, and returns the number of bytes sent back.
private final class Echo: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let ending: AsyncStream<Int>.Continuation
  private var bytesEchoed = 0

  init(whenEnded ending: AsyncStream<Int>.Continuation) { self.ending = ending }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    bytesEchoed += unwrapInboundIn(data).readableBytes
    context.writeAndFlush(data, promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { ending.yield(bytesEchoed) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // The load closes its connections with a reset.
    context.close(promise: nil)
  }
}
