import NIOCore
import NIOHTTP1

/// Answers the requests of one connection from a folder.
final class FolderResponder: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let folder: String
  private var head: HTTPRequestHead?

  init(folder: String) { self.folder = folder }

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

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent {
      context.close(promise: nil)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  private func answer(_ request: HTTPRequestHead, in context: ChannelHandlerContext) {
    let answer = FolderAnswer(to: request, from: folder)
    var headers = answer.headers
    headers.add(name: "content-length", value: "\(answer.body.count)")
    let isLast = !request.isKeepAlive
    if isLast { headers.add(name: "connection", value: "close") }
    let head = HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if request.method != .HEAD {
      let body = context.channel.allocator.buffer(bytes: answer.body)
      context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    }
    let end = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    guard isLast else { return }
    let context = NIOLoopBound(context, eventLoop: context.eventLoop)
    end.whenComplete { _ in context.value.close(promise: nil) }
  }
}

/// The answer to a request for a file of a folder.
struct FolderAnswer {
  let status: HTTPResponseStatus
  let headers: HTTPHeaders
  let body: [UInt8]

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
    body = file.bytes
  }

  private init(_ status: HTTPResponseStatus, text: String, _ extra: HTTPHeaders = [:]) {
    self.status = status
    var headers = Self.headers(type: "text/plain; charset=utf-8")
    headers.add(contentsOf: extra)
    self.headers = headers
    body = Array(text.utf8)
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
