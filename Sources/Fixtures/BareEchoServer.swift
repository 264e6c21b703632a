import NIOCore
import NIOPosix

extension EchoLoad {
  /// Runs a load against the simplest server possible, on another thread of this process.
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
    return Double(plan.connections * plan.messages) / seconds
  }
}

/// An echo server that checks, counts and times nothing.
struct BareEchoServer {
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  /// Serves the load that listens at the port until it is done.
  func serve(_ connections: Int, loadPort: Int) throws {
    let result = Result { try run(connections, loadPort) }
    try group.syncShutdownGracefully()
    try result.get()
  }

  private func run(_ connections: Int, _ loadPort: Int) throws {
    let eventLoop = group.next()
    let allAccepted = eventLoop.makePromise(of: Void.self)
    let done = eventLoop.makePromise(of: Void.self)
    let call = try eventLoop.submit {
      NIOLoopBound(
        CallOfServer(expecting: connections, allAccepted, done), eventLoop: eventLoop)
    }.wait()
    let listener = try ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 4_096)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Echoing())
          call.value.accepted()
        }
      }
      .bind(host: "127.0.0.1", port: 0).wait()
    let control = try ClientBootstrap(group: group)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(call.value)
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
  }
}

/// Waits for all connections and for the load's only line, `done`.
private final class CallOfServer: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let allAccepted: EventLoopPromise<Void>
  private let done: EventLoopPromise<Void>
  private var missing: Int

  init(
    expecting connections: Int, _ allAccepted: EventLoopPromise<Void>,
    _ done: EventLoopPromise<Void>
  ) {
    missing = connections
    self.allAccepted = allAccepted
    self.done = done
  }

  func accepted() {
    missing -= 1
    if missing == 0 { allAccepted.succeed() }
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
