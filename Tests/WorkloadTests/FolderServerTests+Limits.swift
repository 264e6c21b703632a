import FoundationEssentials
import Platform
import Testing

@testable import Fixtures

/// Requests and clients that would take too much.
extension FolderServerTests {
  private static let request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

  @Test func connectionsBeyondTheLimitAreRefusedUntilOneCloses() throws {
    let server = try FolderServer(
      folder: folder, port: 0, limits: Self.limits { $0.connections = 2 })
    let first = try connected(to: server.port)
    let second = try connected(to: server.port)
    defer { close(second) }
    // The server counts a connection when it has accepted it, which is in order.
    #expect(try exchange(Self.request, port: server.port).hasPrefix("HTTP/1.1 503 "))
    close(first)
    var answer = ""
    for _ in 0..<500 where !answer.hasSuffix("home") {
      answer = try exchange(Self.request, port: server.port)
    }
    #expect(answer.hasSuffix("home"))
    try server.stop()
  }

  /// A long address, one long field, many fields, and a body.
  @Test(arguments: [
    "GET /\(String(repeating: "x", count: 5_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "x", count: 5_000))\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\n\(String(repeating: "X: y\r\n", count: 900))\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n"
      + String(repeating: "x", count: 5_000),
  ]) func aRequestThatIsTooLargeEndsTheConnection(request: String) throws {
    let server = try FolderServer(
      folder: folder, port: 0, limits: Self.limits { $0.requestBytes = 4_000 })
    #expect(try !exchange(request, port: server.port).contains("home"))
    #expect(try exchange(Self.request, port: server.port).hasSuffix("home"))
    try server.stop()
  }

  /// Each request counts by itself.
  @Test func manyRequestsOfOneConnectionMayBeLargeTogether() throws {
    let server = try FolderServer(
      folder: folder, port: 0, limits: Self.limits { $0.requestBytes = 400 })
    let descriptor = try connected(to: server.port)
    defer { close(descriptor) }
    let request = Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
    for _ in 0..<50 {
      try #require(send(descriptor, request, request.count, Self.quietly) == request.count)
      var answer: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4_096)
      while !answer.ends(with: "home") {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        try #require(count > 0)
        answer += buffer[..<count]
      }
    }
    try server.stop()
  }

  /// Nothing, half a request, and one that grows.
  @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: local"])
  func aSlowClientLosesItsConnection(begin: String) throws {
    let server = try FolderServer(
      folder: folder, port: 0, limits: Self.limits { $0.patience = .milliseconds(200) })
    let start = ContinuousClock.now
    #expect(try exchange(begin, port: server.port) == "")
    #expect(ContinuousClock.now - start < .seconds(9))
    try server.stop()
  }

  /// More than the kernel's buffers hold, and a client that reads nothing.
  @Test func aClientThatDoesNotReadLosesItsConnection() throws {
    let big = URL(filePath: folder + "/big.bin")
    try Data(repeating: 7, count: 40_000_000).write(to: big)
    let server = try FolderServer(
      folder: folder, port: 0, limits: Self.limits { $0.patience = .milliseconds(500) })
    let descriptor = try connected(to: server.port)
    defer { close(descriptor) }
    let request = Array("GET /big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
    try #require(send(descriptor, request, request.count, Self.quietly) == request.count)
    usleep(1_500_000)
    #expect(response(on: descriptor).utf8.count < 40_000_000)
    try server.stop()
  }
}

extension [UInt8] {
  fileprivate func ends(with text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
