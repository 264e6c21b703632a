import Platform
import ServerKit
import Testing
import WorkloadKit

@testable import Fixtures

/// Tests the load with right and wrong servers.
@Suite struct RequestLoadTests {
  /// Runs the load against a server that serves each connection that is not idle with the body, in
  /// order.
  private func meet(
    _ plan: RequestPlan, endsIdleConnections: Bool = false, _ serve: (Socket) -> Void
  ) throws -> RequestReport {
    let load = try RequestLoad(plan, descriptorLimit: raisedDescriptorLimit())
    let server = Result {
      let listener = try Socket.listening()
      defer { listener.close() }
      let call = try LoadCall(port: load.port, listener: listener)
      let connections = try (0..<plan.openConnections).map {
        try listener.nextConnection(after: $0)
      }
      defer { for connection in connections { connection.close() } }
      defer { call.socket.close() }
      try call.say("start")
      for connection in connections.prefix(plan.connections) { serve(connection) }
      try call.waitUntilDone()
      if endsIdleConnections {
        for connection in connections.dropFirst(plan.connections) { connection.end() }
      }
      try call.say("close")
      // As in every server, the load closes the connections first.
      for connection in connections { _ = connection.receiveNumber() }
    }
    let report = try load.stop()
    try server.get()
    return report
  }

  private func answer(_ requests: Int, _ connection: Socket) {
    for _ in 0..<requests {
      guard let number = connection.receiveNumber(), connection.send(number) else { return }
    }
  }

  @Test func everyRequestHasALatencyAndALateness() throws {
    let plan = RequestPlan(connections: 3, requests: 30, ratePerSecond: 10_000)
    let report = try meet(plan) { answer(10, $0) }
    #expect(report.connections == 3)
    #expect(report.latencies.count == 30)
    #expect(zip(report.latenesses, report.latencies).allSatisfy { $0 < $1 })
    // The last request is due after 2.9 ms.
    #expect(try #require(report.elapsedNanoseconds) >= 2_900_000)
  }

  @Test func theLatencyOfALateAnswerCountsFromTheDueMoment() throws {
    // The second connection is served once the first is done, so all its requests wait.
    let plan = RequestPlan(connections: 2, requests: 20, ratePerSecond: 200)
    let report = try meet(plan) { answer(10, $0) }
    #expect(report.latencies.count { $0 >= 80_000_000 } >= 1)
    #expect(report.latencies.count { $0 >= 40_000_000 } >= 5)
  }

  @Test func aWrongAnswerIsAnError() {
    #expect(throws: LoadError.wrongAnswer(connection: 0, request: 1)) {
      try meet(RequestPlan(connections: 1, requests: 3, ratePerSecond: 1_000)) {
        answer(1, $0)
        if let number = $0.receiveNumber() { _ = $0.send(number + 1) }
      }
    }
  }

  @Test func anAnswerBeforeItsRequestIsAnError() {
    // The second request is due after half a second.
    #expect(throws: LoadError.wrongAnswer(connection: 0, request: 1)) {
      try meet(RequestPlan(connections: 1, requests: 2, ratePerSecond: 2)) {
        answer(1, $0)
        _ = $0.send(1)
      }
    }
  }

  /// Serves requests of 64 bytes; the body may change the answer to the second one.
  private func meet(
    changing change: (UnsafeMutableRawBufferPointer) -> Void
  ) throws -> RequestReport {
    let plan = RequestPlan(
      connections: 1, requests: 3, ratePerSecond: 1_000, content: .echo(bytes: 64))
    return try meet(plan) { connection in
      withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { bytes in
        for request in 0..<plan.requests {
          guard connection.fill(bytes) else { return }
          if request == 1 { change(bytes) }
          // An answer may come in pieces.
          for piece in [0..<1, 1..<40, 40..<64] {
            let bytes = UnsafeMutableRawBufferPointer(rebasing: bytes[piece])
            guard connection.send(bytes, bytes.count) else { return }
          }
        }
      }
    }
  }

  @Test func aRequestMayBeLongerThanItsNumber() throws {
    #expect(try meet { _ in }.latencies.count == 3)
  }

  @Test(arguments: [0, 7, 8, 63])
  func anAnswerWithOneWrongByteIsAnError(position: Int) {
    #expect(throws: LoadError.wrongAnswer(connection: 0, request: 1)) {
      try meet { $0[position] ^= 1 }
    }
  }

  @Test func theAnswerToAnotherRequestIsAnError() {
    #expect(throws: LoadError.wrongAnswer(connection: 0, request: 1)) {
      try meet { LoadMessage(2).write(to: $0) }
    }
  }

  @Test func aConnectionThatIsClosedTooEarlyIsAnError() {
    #expect(throws: LoadError.lostConnection(0, reason: "the server closed it.")) {
      try meet(RequestPlan(connections: 1, requests: 3, ratePerSecond: 1_000)) {
        answer(1, $0)
        $0.end()
        // The control connection stays open for longer than the load waits for its end.
        sleepBlocking(milliseconds: 1_500)
      }
    }
  }

  @Test func aServerThatLeavesEndsTheLoadWithoutLatencies() throws {
    let load = try RequestLoad(
      RequestPlan(connections: 2, requests: 3, ratePerSecond: 1_000),
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

  @Test func aLineWithoutEndIsAnError() throws {
    let load = try RequestLoad(
      RequestPlan(connections: 1, requests: 1, ratePerSecond: 1_000),
      descriptorLimit: raisedDescriptorLimit())
    let listener = try Socket.listening()
    defer { listener.close() }
    let call = try LoadCall(port: load.port, listener: listener)
    _ = call.socket.send(line: String(repeating: "x", count: 1_000))
    #expect(throws: LoadEnded.self) { try call.waitUntilDone() }
    #expect(throws: LoadError.unknownLine(String(repeating: "x", count: 64))) { try load.stop() }
  }

  @Test func aLoadThatNoServerCallsCanBeStopped() throws {
    let load = try RequestLoad(
      RequestPlan(connections: 2, requests: 3, ratePerSecond: 1_000),
      descriptorLimit: raisedDescriptorLimit())
    #expect(try load.stop().latencies.isEmpty)
  }

  @Test func aWrongComputationIsAnError() throws {
    let first = try #require((0..<100).first { ServiceRequest($0).kind == .compute })
    #expect(throws: LoadError.wrongAnswer(connection: 0, request: Int(first))) {
      try meet(Self.service(connections: 1, idle: 0, requests: Int(first) + 1)) {
        answer(Int(first) + 1, $0)
      }
    }
  }

  @Test func eachKindOfRequestHasADistribution() throws {
    let plan = Self.service(connections: 2, idle: 3, requests: 60)
    let report = try meet(plan) { connection in
      for _ in 0..<30 {
        guard let number = connection.receiveNumber() else { return }
        let request = ServiceRequest(number)
        let isRight = connection.send(request.kind == .compute ? request.computed() : number)
        guard isRight else { return }
      }
    }
    #expect(report.connections == 5)
    let kinds = (0..<60).map { ServiceRequest($0).kind }
    #expect(
      report.distributions.mapValues(\.count) == [
        "echoLatencyNanoseconds": kinds.count { $0 == .echo },
        "computeLatencyNanoseconds": kinds.count { $0 == .compute },
        "blockingLatencyNanoseconds": kinds.count { $0 == .blocking },
      ])
  }

  @Test func theKindsHaveTheirShares() {
    let kinds = (0..<100_000).map { ServiceRequest($0).kind }
    for (kind, share) in [(ServiceRequest.Kind.echo, 80), (.compute, 15), (.blocking, 5)] {
      #expect(abs(kinds.count { $0 == kind } - share * 1_000) < 300)
    }
  }

  @Test func anIdleConnectionThatEndsIsAnError() {
    #expect(throws: LoadError.lostConnection(1, reason: "the server closed it.")) {
      try meet(
        RequestPlan(connections: 1, idleConnections: 1, requests: 3, ratePerSecond: 1_000),
        endsIdleConnections: true
      ) { answer(3, $0) }
    }
  }

  private static func service(connections: Int, idle: Int, requests: Int) -> RequestPlan {
    RequestPlan(
      connections: connections, idleConnections: idle, requests: requests, ratePerSecond: 10_000,
      content: .service)
  }

  @Test func onlyTheEchoesOfAServiceAreComparedWithTheLateness() {
    func report(_ count: Int) -> RequestReport {
      RequestReport(
        content: .service,
        latencies: (0..<UInt64(count)).map {
          ServiceRequest($0).kind == .echo ? 300_000 : 9_000_000
        },
        latenesses: Array(repeating: 250_000, count: count))
    }
    #expect(report(2_000).objection != nil)
    // These have fewer than 1,000 echoes.
    #expect(report(1_100).objection == nil)
  }

  @Test(arguments: [
    // Half of the tail, too few requests, and not late enough to matter.
    (lateness: 500_000, latency: 1_000_001, count: 1_000, isInvalid: false),
    (lateness: 500_001, latency: 1_000_000, count: 1_000, isInvalid: true),
    (lateness: 500_001, latency: 1_000_000, count: 999, isInvalid: false),
    (lateness: 200_000, latency: 210_000, count: 1_000, isInvalid: false),
  ])
  func aLateLoadObjects(lateness: UInt64, latency: UInt64, count: Int, isInvalid: Bool) {
    let report = RequestReport(
      latencies: Array(repeating: latency, count: count),
      latenesses: Array(repeating: lateness, count: count))
    #expect((report.objection != nil) == isInvalid)
  }

  @Test func theLoadCanBeCalibrated() throws {
    let plan = RequestPlan(connections: 4, requests: 80, ratePerSecond: 10_000)
    let report = try RequestLoad.calibrate(plan, descriptorLimit: raisedDescriptorLimit())
    #expect(report.latencies.count == 80)
  }
}
