import Platform
import ServerKit
import Testing

@testable import Fixtures

@Suite struct SocketTests {
  @Test func aRefusedCallKeepsNoDescriptor() throws {
    let refusing = try BoundSocket()
    defer { refusing.close() }
    let before = openDescriptors
    // Other tests open descriptors at the same time, but not as many.
    for _ in 0..<1_000 {
      #expect(throws: (any Error).self) { try Socket.connected(to: refusing.port) }
    }
    #expect(openDescriptors < before + 500)
  }

  /// The number of descriptors that this process has open, at least among the lowest.
  private var openDescriptors: Int {
    (0..<Int32(16_384)).count { fcntl($0, F_GETFD) >= 0 }
  }
}
