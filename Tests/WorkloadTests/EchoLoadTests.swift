import Platform
import ServerKit
import Testing
import WorkloadKit

@testable import EchoServerWorkload
@testable import Fixtures

/// Tests the closed load with right and wrong servers, which use the workload's own sockets.
@Suite struct EchoLoadTests {
  /// Runs the load against a server that serves each connection with the body, in order.
  private func meet(
    _ plan: EchoLoad.Plan, _ serve: (Socket, UnsafeMutableRawBufferPointer) -> Void
  ) throws -> EchoLoad.Report {
    let load = try EchoLoad(plan, descriptorLimit: raisedDescriptorLimit())
    let server = Result {
      let listener = try Socket.listening()
      defer { listener.close() }
      let call = try LoadCall(port: load.port, listener: listener)
      let connections = try (0..<plan.connections).map {
        try listener.nextConnection(after: $0)
      }
      defer { for connection in connections { connection.close() } }
      try call.say("start")
      withUnsafeTemporaryAllocation(byteCount: EchoServer.bufferBytes, alignment: 1) { buffer in
        for connection in connections { serve(connection, buffer) }
      }
      try call.waitUntilDone()
      try call.close()
    }
    let report = try load.stop()
    try server.get()
    return report
  }

  /// Echoes the connection's messages as they arrive.
  private func echo(
    _ messages: Int, _ connection: Socket, _ buffer: UnsafeMutableRawBufferPointer
  ) {
    var missing = messages * EchoServer.messageBytes
    while missing > 0 {
      let count = connection.receive(into: buffer)
      guard count > 0, connection.send(buffer, count) else { return }
      missing -= count
    }
  }

  @Test(arguments: [1, 2, 3])
  func everyEchoHasALatency(connections: Int) throws {
    let plan = EchoLoad.Plan(connections: connections, messages: 5)
    let report = try meet(plan) { echo(plan.messages, $0, $1) }
    #expect(report.connections == connections)
    #expect(report.latencies.count == connections * 5)
    #expect(report.elapsedNanoseconds != nil)
  }

  @Test func anEchoMayComeInPieces() throws {
    let plan = EchoLoad.Plan(connections: 1, messages: 3)
    let report = try meet(plan) { connection, buffer in
      for _ in 0..<plan.messages {
        guard connection.receive(into: buffer) == EchoServer.messageBytes else { return }
        for piece in [0..<1, 1..<40, 40..<64] {
          _ = connection.send(
            UnsafeMutableRawBufferPointer(rebasing: buffer[piece]), piece.count)
        }
      }
    }
    #expect(report.latencies.count == 3)
  }

  @Test(arguments: [0, 7, 8, 63])
  func anEchoWithOneWrongByteIsAnError(position: Int) {
    #expect(throws: LoadError.wrongEcho(connection: 0, message: 1)) {
      try meet(EchoLoad.Plan(connections: 1, messages: 3)) {
        echo(1, $0, $1)
        let count = $0.receive(into: $1)
        $1[position] ^= 1
        _ = $0.send($1, count)
      }
    }
  }

  @Test func aConnectionThatIsClosedTooEarlyIsAnError() {
    #expect {
      try meet(EchoLoad.Plan(connections: 1, messages: 3)) {
        echo(1, $0, $1)
        shutdown($0.descriptor, Int32(SHUT_RDWR))
      }
    } throws: { error in
      guard case .lostConnection(0, _)? = error as? LoadError else { return false }
      return true
    }
  }

  @Test func aServerThatLeavesEndsTheLoadWithoutLatencies() throws {
    let load = try EchoLoad(
      EchoLoad.Plan(connections: 2, messages: 3),
      descriptorLimit: raisedDescriptorLimit())
    let listener = try Socket.listening()
    let call = try LoadCall(port: load.port, listener: listener)
    _ = try listener.nextConnection(after: 0)
    call.socket.close()
    listener.close()
    let report = try load.stop()
    #expect(report.latencies.isEmpty)
    #expect(report.elapsedNanoseconds == nil)
  }

  @Test func aLineThatIsNoPortIsAnError() throws {
    let load = try EchoLoad(
      EchoLoad.Plan(connections: 1, messages: 1),
      descriptorLimit: raisedDescriptorLimit())
    let listener = try Socket.listening()
    defer { listener.close() }
    let call = try LoadCall(port: load.port, listener: listener)
    try call.say("65536")
    #expect(throws: LoadEnded.self) { try call.waitUntilDone() }
    #expect(throws: LoadError.unknownLine("65536")) { try load.stop() }
  }

  @Test func aLineWithoutEndIsAnError() throws {
    let load = try EchoLoad(
      EchoLoad.Plan(connections: 1, messages: 1),
      descriptorLimit: raisedDescriptorLimit())
    let listener = try Socket.listening()
    defer { listener.close() }
    let call = try LoadCall(port: load.port, listener: listener)
    _ = call.socket.send(line: String(repeating: "x", count: 1_000))
    #expect(throws: LoadEnded.self) { try call.waitUntilDone() }
    #expect(throws: LoadError.unknownLine(String(repeating: "x", count: 64))) { try load.stop() }
  }

  @Test func moreConnectionsThanDescriptorsAreRefusedInWords() {
    #expect {
      try EchoLoad(
        EchoLoad.Plan(connections: 1 << 40, messages: 1),
        descriptorLimit: raisedDescriptorLimit())
    } throws: { error in
      "\(error)".contains("Raise it with: ulimit -n \(1 << 40 + 64)")
    }
  }

  @Test func theLoadCanBeCalibrated() throws {
    let plan = EchoLoad.Plan(connections: 4, messages: 20)
    #expect(try EchoLoad.calibrate(plan, descriptorLimit: raisedDescriptorLimit()) > 0)
  }
}
