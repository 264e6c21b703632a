import FoundationEssentials
import Platform
import Testing

@testable import Fixtures

/// Tests the server of `parallax serve` with raw requests that no normal client would send.
@Suite struct FolderServerTests: ~Copyable {
  private let parent: String
  var folder: String { parent + "/site" }

  init() throws {
    parent = FileManager.default.temporaryDirectory.path + "/parallax-\(UUID())"
    let files = FileManager.default
    try files.createDirectory(atPath: parent + "/site/charts", withIntermediateDirectories: true)
    try files.createDirectory(atPath: parent + "/site-secret", withIntermediateDirectories: true)
    for (name, text) in [
      "secret.txt": "secret", "site-secret/x.html": "secret", "site/index.html": "home",
      "site/404.html": "no such page", "site/charts/a.svg": "<svg/>", "site/.parallax-files": "x",
      "site/a b.md": "spaced", "site/SHA256SUMS": "sums", "site/data.bin": "\u{0}",
    ] { try Data(text.utf8).write(to: URL(filePath: "\(parent)/\(name)")) }
    try files.createSymbolicLink(atPath: folder + "/out.txt", withDestinationPath: "../secret.txt")
    try files.createSymbolicLink(atPath: folder + "/up", withDestinationPath: "..")
    try files.createSymbolicLink(atPath: folder + "/near.html", withDestinationPath: "index.html")
    try #require(mkfifo(folder + "/pipe.txt", 0o644) == 0)
  }

  deinit { try? FileManager.default.removeItem(atPath: parent) }

  /// An open connection to the server, which reading never blocks for more than ten seconds.
  func connected(to port: Int) throws -> Int32 {
    #if canImport(Darwin) || canImport(Musl)
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    try #require(descriptor >= 0)
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, length) == 0
      }
    }
    try #require(isConnected)
    return descriptor
  }

  /// Sends raw bytes and returns the server's response, up to the end of the connection.
  func exchange(_ request: String, port: Int) throws -> String {
    let descriptor = try connected(to: port)
    defer { close(descriptor) }
    let bytes = Array(request.utf8)
    try #require(send(descriptor, bytes, bytes.count, Self.quietly) == bytes.count)
    return response(on: descriptor)
  }

  /// No signal if the server has closed the connection.
  #if canImport(Darwin)
    static let quietly: Int32 = 0
  #else
    static let quietly = Int32(MSG_NOSIGNAL)
  #endif

  /// What the server sends until it closes the connection, or for ten seconds.
  func response(on descriptor: Int32) -> String {
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
      answer += buffer[..<count]
    }
  }

  /// The answer to a request for one target on a separate connection.
  private func answer(
    _ target: String, method: String = "GET", host: String = "127.0.0.1:1", headers: String = ""
  ) throws -> (status: String, head: String, body: String) {
    let server = try FolderServer(folder: folder, port: 0)
    let text = try exchange(
      "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\(headers)\r\n",
      port: server.port)
    try server.stop()
    let parts = text.components(separatedBy: "\r\n\r\n")
    let status = text.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    return (status, parts[0].lowercased(), parts.dropFirst().joined(separator: "\r\n\r\n"))
  }

  @Test(arguments: [
    ("/", "home", "text/html; charset=utf-8"), ("/index.html?x=../../y", "home", "text/html"),
    ("/charts/a.svg", "<svg/>", "image/svg+xml"), ("/a%20b.md", "spaced", "text/markdown"),
    ("/SHA256SUMS", "sums", "text/plain"), ("/data.bin", "\u{0}", "application/octet-stream"),
    ("/near.html", "home", "text/html"),
  ])
  func fileIsServedWithItsType(target: String, body: String, type: String) throws {
    let answer = try answer(target)
    #expect(answer.status == "200")
    #expect(answer.body == body)
    #expect(answer.head.contains("content-type: \(type)"), "\(answer.head)")
    for header in [
      "x-content-type-options: nosniff", "content-security-policy: default-src 'none';",
      "frame-ancestors 'none'", "cache-control: no-store", "content-length: \(body.utf8.count)",
    ] { #expect(answer.head.contains(header), "\(header)") }
  }

  @Test(arguments: [
    "/missing.html", "/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret",
    "/charts/../../secret.txt", "/./index.html", "//index.html", "/charts//a.svg", "/charts",
    "/charts/", "/.parallax-files", "/out.txt", "/up/secret.txt",
    "/pipe.txt", "/../site-secret/x.html", "/index.html/", "/index.html%00.md", "/%ff", "/%",
    "/%2", "/%zz", "/a\\..\\secret.txt", "http://127.0.0.1/index.html", "*", "/etc/passwd",
    "//etc/passwd", "/%2fetc/passwd", "/..;/secret.txt", "/%c0%ae%c0%ae/secret.txt", "/site",
  ])
  func addressThatIsNoFileOfTheFolderGivesNone(target: String) throws {
    let answer = try answer(target)
    #expect(["400", "404"].contains(answer.status), "\(answer.status)")
    #expect(!answer.body.contains("secret") && !answer.body.contains("root:"))
    #expect(!answer.body.contains("home"))
  }

  @Test func missingFileHasTheFoldersOwnPage() throws {
    let answer = try answer("/deep/er/missing")
    #expect(answer.status == "404")
    #expect(answer.body == "no such page")
    #expect(answer.head.contains("content-type: text/html"))
  }

  @Test func headIsTheSameWithoutTheBody() throws {
    let answer = try answer("/", method: "HEAD")
    #expect(answer.status == "200")
    #expect(answer.head.contains("content-length: 4"))
    #expect(answer.body == "")
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
  func otherMethodsAreRefused(method: String) throws {
    let answer = try answer("/index.html", method: method, headers: "Content-Length: 0\r\n")
    #expect(answer.status == "405")
    #expect(answer.head.contains("allow: get, head"))
    #expect(!answer.body.contains("home"))
  }

  @Test(arguments: ["example.org", "127.0.0.1.example.org", "", "localhost.example.org:80"])
  func requestForAnotherHostIsRefused(host: String) throws {
    let answer = try answer("/", host: host)
    #expect(["400", "421"].contains(answer.status))
    #expect(!answer.body.contains("home"))
  }

  @Test func localhostIsThisHost() throws {
    #expect(try answer("/", host: "LocalHost:8000").body == "home")
  }

  @Test func nonsenseEndsTheConnectionAndNotTheServer() throws {
    let server = try FolderServer(folder: folder, port: 0)
    let long = "GET /\(String(repeating: "x", count: 200_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for nonsense in ["\u{16}\u{3}\u{1}\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", long] {
      #expect(try !exchange(nonsense, port: server.port).contains("home"))
    }
    let request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    #expect(try exchange(request, port: server.port).hasSuffix("home"))
    try server.stop()
  }

  @Test func severalRequestsOfOneConnectionAreAnsweredInTurn() throws {
    let server = try FolderServer(folder: folder, port: 0)
    let request = "GET / HTTP/1.1\r\nHost: localhost\r\n"
    let text = try exchange(
      "\(request)\r\n\(request)\r\n\(request)Connection: close\r\n\r\n", port: server.port)
    #expect(text.components(separatedBy: "home").count == 4)
    try server.stop()
  }

  static func limits(_ set: (inout ServerLimits) -> Void) -> ServerLimits {
    var limits = ServerLimits()
    set(&limits)
    return limits
  }

  @Test func aLargeFileArrivesWholeInPieces() throws {
    let bytes = (0..<1_000_003).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) & 0x7f }
    try Data(bytes).write(to: URL(filePath: folder + "/big.bin"))
    let server = try FolderServer(
      folder: folder, port: 0, limits: Self.limits { $0.pieceBytes = 1_000 })
    let request = "GET /big.bin HTTP/1.1\r\nHost: localhost\r\n"
    let text = try exchange("\(request)\r\n\(request)Connection: close\r\n\r\n", port: server.port)
    let bodies = text.components(separatedBy: "\r\n\r\n").dropFirst()
    #expect(Array(bodies.last?.utf8 ?? "".utf8) == bytes)
    #expect(text.components(separatedBy: "content-length: 1000003").count == 3)
    try server.stop()
  }

  @Test func anEmptyFileIsServed() throws {
    try Data().write(to: URL(filePath: folder + "/empty.txt"))
    let answer = try answer("/empty.txt")
    #expect(answer.status == "200" && answer.body == "")
    #expect(answer.head.contains("content-length: 0"))
  }

  @Test func takenPortIsNamed() throws {
    let server = try FolderServer(folder: folder, port: 0)
    #expect(throws: FolderServer.Problem.portTaken(server.port)) {
      _ = try FolderServer(folder: folder, port: server.port)
    }
    try server.stop()
  }

  @Test(arguments: ["/missing", "/secret.txt"])
  func whatIsNoFolderIsNamed(name: String) {
    #expect(throws: FolderServer.Problem.noFolder(parent + name)) {
      _ = try FolderServer(folder: parent + name, port: 0)
    }
  }
}
