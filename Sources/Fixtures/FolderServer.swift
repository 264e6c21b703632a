import NIOCore
import NIOHTTP1
import NIOPosix
import Platform

/// An HTTP server that serves a folder of static pages to this machine only.
///
/// It answers GET and HEAD for the files of the folder, reads each file again for every request,
/// and tells browsers not to cache. ``ServerLimits`` bounds what clients can make it hold. It is meant
/// for previewing pages, not for publishing them.
package final class FolderServer: Sendable {
  /// The reason why a folder cannot be served.
  package enum Problem: Error, Equatable, CustomStringConvertible {
    /// There is no such folder.
    case noFolder(String)
    /// Another program listens on the port.
    case portTaken(Int)
    /// The system refuses the port, at least to this user.
    case portRefused(Int, reason: String)

    /// The message: what is wrong and how to fix it.
    package var description: String {
      switch self {
      case .noFolder(let path):
        "There is no folder \"\(path)\". Create a report there with: parallax report --out '\(path)'"
      case .portTaken(let port):
        "Another program uses port \(port) of 127.0.0.1. Choose another port with --port, or "
          + "let the system choose: --port 0"
      case .portRefused(let port, let reason):
        "Cannot use port \(port) of 127.0.0.1: \(reason). Choose a port from 1024 up with --port."
      }
    }
  }

  /// The port on 127.0.0.1 that answers.
  package let port: Int

  private let group: MultiThreadedEventLoopGroup
  private let listener: any Channel

  /// Starts serving a folder.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - port: The port from 1 to 65,535; 0 lets the system choose one.
  ///   - limits: What clients can make it hold.
  package init(
    folder path: String, port: Int, limits: ServerLimits = ServerLimits()
  ) throws(Problem) {
    guard let folder = canonicalPath(path) else { throw .noFolder(path) }
    guard isFolder(folder) else { throw .noFolder(path) }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let connections = OpenConnections()
    do {
      listener = try ServerBootstrap(group: group)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            guard connections.admit(channel, atMost: limits.connections) else {
              return try pipeline.addHandler(ConnectionRefuser())
            }
            try pipeline.addHandler(ConnectionGuard(limits))
            try pipeline.configureHTTPServerPipeline()
            try pipeline.addHandler(
              FolderResponder(folder: folder, pieceBytes: limits.pieceBytes))
          }
        }
        .bind(host: "127.0.0.1", port: port).wait()
    } catch {
      group.shutdownGracefully { _ in }
      throw Problem(error, port: port)
    }
    self.group = group
    self.port = listener.localAddress?.port ?? port
  }

  /// Closes the port and all connections and ends the server's thread.
  package func stop() throws {
    try listener.close().wait()
    try group.syncShutdownGracefully()
  }
}

extension FolderServer.Problem {
  fileprivate init(_ error: any Error, port: Int) {
    let code = (error as? IOError)?.errnoCode
    self =
      code == EADDRINUSE
      ? .portTaken(port)
      : .portRefused(port, reason: code.map { String(cString: strerror($0)) } ?? "\(error)")
  }
}
