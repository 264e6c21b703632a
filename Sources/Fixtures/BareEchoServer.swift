import NIOCore
import NIOPosix
import Synchronization

extension EchoLoad {
  /// Runs a load against the simplest server possible, on other threads of this process.
  ///
  /// - Returns: The messages per second, which is about the maximum that the load can reach.
  package static func calibrate(_ plan: Plan, descriptorLimit: Int) throws -> Double {
    // Both ends of each connection are in this process.
    try check(descriptorLimit, for: 2 * plan.connections)
    let load = try EchoLoad(plan, descriptorLimit: descriptorLimit)
    let server = Result { try BareEchoServer().serve(plan.connections, loadPort: load.port) }
    let report = try load.stop()
    try server.get()
    let seconds = Double(report.elapsedNanoseconds ?? 0) / 1e9
    return Double(plan.messageCount) / seconds
  }
}

/// An echo server that checks, counts and times nothing.
struct BareEchoServer {
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: EchoLoad.threads)

  /// Serves the load that listens at the port until it is done.
  func serve(_ connections: Int, loadPort: Int) throws {
    let result = Result { try run(connections, loadPort) }
    try group.syncShutdownGracefully()
    try result.get()
  }

  private func run(_ connections: Int, _ loadPort: Int) throws {
    let allAccepted = group.next().makePromise(of: Void.self)
    let done = group.next().makePromise(of: Void.self)
    let accepted = Atomic(0)
    let listener = try ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 4_096)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Echoing())
          let count = accepted.add(1, ordering: .relaxed).newValue
          if count == connections { allAccepted.succeed() }
        }
      }
      .bind(host: "127.0.0.1", port: 0).wait()
    let control = try ClientBootstrap(group: group)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(CallOfServer(allAccepted, done))
        }
      }
      .connect(host: "127.0.0.1", port: loadPort).wait()
    func say(_ line: String) throws {
      try control.writeAndFlush(ByteBuffer(string: line + "\n")).wait()
    }
    try say("\(listener.localAddress?.port ?? 0)")
    try allAccepted.futureResult.wait()
    try say("start")
    try done.futureResult.wait()
    try say("close")
    try control.close().wait()
  }
}

/// Waits for the load's only line, `done`.
private final class CallOfServer: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let allAccepted: EventLoopPromise<Void>
  private let done: EventLoopPromise<Void>

  init(_ allAccepted: EventLoopPromise<Void>, _ done: EventLoopPromise<Void>) {
    self.allAccepted = allAccepted
    self.done = done
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { done.succeed() }

  func channelInactive(context: ChannelHandlerContext) {
    allAccepted.fail(ChannelError.eof)
    done.fail(ChannelError.eof)
  }
}

private final class Echoing: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    context.writeAndFlush(data, promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
