import NIOCore
import Synchronization

/// What one client, and all clients together, may make `FolderServer` hold.
package struct ServerLimits: Sendable {
  /// The maximum number of open connections; further ones are answered with 503 and closed.
  package var connections = 100
  /// The maximum size in bytes of a request with any body; after more the connection is closed.
  package var requestBytes = 32_768
  /// The time in which a whole request must arrive, counted from the last answer, and in which a piece
  /// of an answer must be taken; afterwards the connection is closed.
  package var patience: Duration = .seconds(30)
  /// The number of bytes of a file in memory for each connection.
  package var pieceBytes = 262_144

  package init() {}
}

/// What a connection has achieved, so that it may go on.
enum ConnectionProgress {
  /// The client has taken a piece of an answer.
  case piece
  /// The client has taken a whole answer.
  case answer
}

/// Closes one connection that exceeds the limits.
final class ConnectionGuard: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let limits: ServerLimits
  private var receivedBytes = 0
  private var end: Scheduled<Void>?

  init(_ limits: ServerLimits) { self.limits = limits }

  func handlerAdded(context: ChannelHandlerContext) { wait(context) }

  func handlerRemoved(context: ChannelHandlerContext) { end?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    receivedBytes += buffer.readableBytes
    guard receivedBytes <= limits.requestBytes else { return context.close(promise: nil) }
    context.fireChannelRead(wrapInboundOut(buffer))
  }

  func triggerUserOutboundEvent(
    context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
  ) {
    guard let progress = event as? ConnectionProgress else {
      return context.triggerUserOutboundEvent(event, promise: promise)
    }
    if progress == .answer { receivedBytes = 0 }
    wait(context)
    promise?.succeed()
  }

  /// Gives the client time for its next step.
  private func wait(_ context: ChannelHandlerContext) {
    end?.cancel()
    let channel = context.channel
    end = context.eventLoop.scheduleTask(in: TimeAmount(limits.patience)) {
      channel.close(promise: nil)
    }
  }
}

/// Tells a client that there are too many connections.
final class ConnectionRefuser: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  func channelActive(context: ChannelHandlerContext) {
    let answer =
      "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)))
      .whenComplete { _ in channel.close(promise: nil) }
  }
}

/// The number of open connections of a server.
final class OpenConnections: Sendable {
  private let count = Atomic(0)

  /// Counts a connection until it is closed; false if there are too many.
  func admit(_ channel: any Channel, atMost limit: Int) -> Bool {
    let open = count.add(1, ordering: .relaxed).newValue
    channel.closeFuture.whenComplete { _ in self.count.subtract(1, ordering: .relaxed) }
    return open <= limit
  }
}
