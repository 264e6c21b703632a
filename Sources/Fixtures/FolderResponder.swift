import NIOCore
import NIOHTTP1

/// Answers the requests of one connection from a folder.
final class FolderResponder: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let folder: String
  private let pieceBytes: Int
  private var head: HTTPRequestHead?

  init(folder: String, pieceBytes: Int) {
    self.folder = folder
    self.pieceBytes = pieceBytes
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end:
      guard let head else { return }
      answer(head, in: context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func answer(_ request: HTTPRequestHead, in context: ChannelHandlerContext) {
    let answer = FolderAnswer(to: request, from: folder)
    var headers = answer.headers
    headers.add(name: "content-length", value: "\(answer.body.byteCount)")
    if !request.isKeepAlive { headers.add(name: "connection", value: "close") }
    let head = HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let count = request.method == .HEAD ? 0 : answer.body.byteCount
    send(count, of: answer.body, isLast: !request.isKeepAlive, in: context)
  }

  /// Writes the next piece and waits until the client has taken it.
  ///
  /// No further request is read meanwhile, since the answer has not ended.
  private func send(
    _ count: Int, of body: ServedBody, isLast: Bool, in context: ChannelHandlerContext
  ) {
    guard count > 0 else { return end(isLast: isLast, in: context) }
    guard let piece = body.next(min(count, pieceBytes)) else {
      // The file has become shorter.
      return context.close(promise: nil)
    }
    let buffer = context.channel.allocator.buffer(bytes: piece)
    afterwards(context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer)))), context) {
      context.triggerUserOutboundEvent(ConnectionProgress.piece, promise: nil)
      self.send(count - piece.count, of: body, isLast: isLast, in: context)
    }
  }

  private func end(isLast: Bool, in context: ChannelHandlerContext) {
    // The end lets the next request in, which must not meet the bytes of this one.
    context.triggerUserOutboundEvent(ConnectionProgress.answer, promise: nil)
    let end = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    if isLast { afterwards(end, context) { context.close(promise: nil) } }
  }

  /// Goes on when a write has succeeded, and closes the connection if it has failed.
  ///
  /// It goes on from the event loop, since a write can succeed at once and calls would nest.
  private func afterwards(
    _ written: EventLoopFuture<Void>, _ context: ChannelHandlerContext, _ next: @escaping () -> Void
  ) {
    let loop = context.eventLoop
    let channel = context.channel
    let next = NIOLoopBound(next, eventLoop: loop)
    written.whenComplete { result in
      guard case .success = result else { return channel.close(promise: nil) }
      loop.execute { if channel.isActive { next.value() } }
    }
  }
}

/// The bytes of an answer.
final class ServedBody {
  let byteCount: Int
  private let read: (Int) -> [UInt8]?

  init(_ file: ServedFile) {
    byteCount = file.byteCount
    read = file.next
  }

  /// Text that is short enough for one piece.
  init(text: String) {
    byteCount = text.utf8.count
    read = { _ in Array(text.utf8) }
  }

  /// The next bytes, at most as many as given; nil if there are none.
  func next(_ count: Int) -> [UInt8]? { read(count) }
}

/// The answer to a request for a file of a folder.
struct FolderAnswer {
  let status: HTTPResponseStatus
  let headers: HTTPHeaders
  let body: ServedBody

  init(to request: HTTPRequestHead, from folder: String) {
    var extra: HTTPHeaders = [:]
    if request.method != .GET, request.method != .HEAD {
      extra.add(name: "allow", value: "GET, HEAD")
      self.init(.methodNotAllowed, text: "Only GET and HEAD are answered.\n", extra)
    } else if !Self.isLocal(request.headers[canonicalForm: "host"]) {
      self.init(.misdirectedRequest, text: "This server only answers to 127.0.0.1.\n", extra)
    } else {
      do throws(ServedFile.Refusal) {
        self.init(.ok, try ServedFile(target: request.uri, in: folder))
      } catch .malformed {
        self.init(.badRequest, text: "The address is malformed.\n", extra)
      } catch {
        self.init(missingIn: folder)
      }
    }
  }

  /// The folder's own page for missing addresses, if it has one.
  private init(missingIn folder: String) {
    do throws(ServedFile.Refusal) {
      self.init(.notFound, try ServedFile(path: "404.html", in: folder))
    } catch {
      self.init(.notFound, text: "There is no such file.\n")
    }
  }

  private init(_ status: HTTPResponseStatus, _ file: ServedFile) {
    self.status = status
    headers = Self.headers(type: file.type)
    body = ServedBody(file)
  }

  private init(_ status: HTTPResponseStatus, text: String, _ extra: HTTPHeaders = [:]) {
    self.status = status
    var headers = Self.headers(type: "text/plain; charset=utf-8")
    headers.add(contentsOf: extra)
    self.headers = headers
    body = ServedBody(text: text)
  }

  private static func headers(type: String) -> HTTPHeaders {
    // A chart that is opened directly contains its own style.
    let styles = type == "image/svg+xml" ? "'unsafe-inline'" : "'self'"
    return [
      "content-type": type,
      "content-security-policy": """
      default-src 'none'; style-src \(styles); script-src 'self'; img-src 'self' data:; \
      base-uri 'none'; form-action 'none'; frame-ancestors 'none'
      """,
      "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin", "cache-control": "no-store",
    ]
  }

  /// Whether the request is addressed to this machine.
  ///
  /// A page of another site whose host name resolves to this machine must not read the
  /// folder (DNS rebinding).
  private static func isLocal(_ hosts: [Substring]) -> Bool {
    guard hosts.count == 1, let host = hosts.first else { return false }
    let name = host.split(separator: ":", omittingEmptySubsequences: false).first
    return name == "127.0.0.1" || name?.lowercased() == "localhost"
  }
}
