import Platform
import ServerKit
import Synchronization
import WorkloadKit

/// The client side of one load: its connections, its threads and the time of each request.
final class RequestClient: Sendable {
  let result = Mutex<Result<RequestReport, LoadError>>(.success(RequestReport()))

  private let plan: RequestPlan
  private let answers: [UInt64]
  /// The control connection and, after it, the connections, the idle ones last.
  private let open = Mutex<[Socket]>([])
  private let failure = Mutex<LoadError?>(nil)
  private let sent: TimeTable
  private let answered: TimeTable

  init(_ plan: RequestPlan) {
    self.plan = plan
    answers = plan.content.answers(plan.requests)
    sent = TimeTable(plan.requests)
    answered = TimeTable(plan.requests)
  }

  /// Ends all connections and the control connection, so that no thread waits for them.
  func endAll() { open.withLock { for socket in $0 { socket.end() } } }

  private func endConnections() { open.withLock { for socket in $0.dropFirst() { socket.end() } } }

  private func closeSockets(from first: Int) {
    open.withLock { sockets in
      for socket in sockets.dropFirst(first) { socket.close() }
      sockets = Array(sockets.prefix(first))
    }
  }

  /// Serves the server that calls.
  func serve(_ listener: Socket) {
    defer { closeSockets(from: 0) }
    do {
      let control = try listener.nextConnection(after: 0)
      open.withLock { $0.append(control) }
      guard let line = control.receiveLine() else { return }
      guard let port = Int(line), (1...65_535).contains(port) else {
        throw LoadError.unknownLine(line)
      }
      do {
        try run(try connections(to: port), control)
      } catch LoadError.lostConnection where control.wakes(withinMilliseconds: 1_000) {
        // The server ended, and its trial says why.
        endConnections()
      }
    } catch {
      endConnections()
      let reason = error as? LoadError ?? .lostConnection(0, reason: "\(error)")
      result.withLock { $0 = .failure(reason) }
    }
  }

  private func connections(to port: Int) throws(LoadError) -> [Socket] {
    var connections: [Socket] = []
    while connections.count < plan.openConnections {
      do {
        let connection = try Socket.connected(to: port)
        // No port is then blocked for a minute, and trials can follow each other.
        connection.resetWhenClosed()
        open.withLock { $0.append(connection) }
        connections.append(connection)
      } catch { throw .lostConnection(connections.count, reason: "\(error)") }
    }
    return connections
  }

  /// Waits for the server's start, sends all requests and takes their answers.
  private func run(_ connections: [Socket], _ control: Socket) throws {
    let receivers = try startThreads(plan.connections, stackBytes: 64 << 10) { index in
      wakePromptly()
      self.takeAnswers(on: connections[index], index)
    }
    let line = control.receiveLine()
    if line == "start" {
      try JoinableThread { self.sendRequests(on: connections) }.join()
    } else {
      endConnections()
    }
    for thread in receivers { thread.join() }
    if let line, line != "start" { throw LoadError.unknownLine(line) }
    if let failure = failure.withLock({ $0 }) { throw failure }
    let report = try self.report()
    result.withLock { $0 = .success(report) }
    guard control.send(line: "done"), control.receiveLine() != nil else { return }
    let idle = plan.connections..<plan.openConnections
    if let lost = idle.first(where: { connections[$0].wakes(withinMilliseconds: 0) }) {
      result.withLock { $0 = .failure(.lostConnection(lost, reason: "the server closed it.")) }
    }
    closeSockets(from: 1)
    // The server closes the control connection.
    _ = control.receiveLine()
  }

  /// Sends each request when it is due.
  private func sendRequests(on connections: [Socket]) {
    wakePromptly()
    withUnsafeTemporaryAllocation(byteCount: plan.content.bytes, alignment: 8) { bytes in
      sent.start = monotonicNanoseconds()
      for request in 0..<plan.requests {
        LoadMessage(UInt64(request)).write(to: bytes)
        sleepBlocking(untilNanoseconds: due(request))
        sent[request] = monotonicNanoseconds()
        // A lost connection also ends the thread that waits for its answers, which tells why.
        guard connections[request % plan.connections].send(bytes, bytes.count) else { return }
      }
    }
  }

  private func due(_ request: Int) -> UInt64 {
    sent.start + UInt64(request) * 1_000_000_000 / UInt64(plan.ratePerSecond)
  }

  /// Takes the answers of a connection, which come in the order of its requests.
  private func takeAnswers(on connection: Socket, _ index: Int) {
    withUnsafeTemporaryAllocation(byteCount: plan.content.bytes, alignment: 8) { bytes in
      for request in stride(from: index, to: plan.requests, by: plan.connections) {
        guard connection.fill(bytes) else {
          return fail(.lostConnection(index, reason: "the server closed it."))
        }
        answered[request] = monotonicNanoseconds()
        guard LoadMessage(answers[request]).isContent(of: UnsafeRawBufferPointer(bytes)) else {
          return fail(.wrongAnswer(connection: index, request: request))
        }
      }
    }
  }

  /// Ends everything for the first reason.
  private func fail(_ reason: LoadError) {
    failure.withLock { if $0 == nil { $0 = reason } }
    endConnections()
  }

  /// The report of a load that got all answers.
  ///
  /// - Throws: `LoadError.wrongAnswer` for an answer that came before its request was sent.
  private func report() throws(LoadError) -> RequestReport {
    let requests = 0..<plan.requests
    if let early = requests.first(where: { answered[$0] < sent[$0] }) {
      throw .wrongAnswer(connection: early % plan.connections, request: early)
    }
    let end = requests.map { answered[$0] }.max() ?? sent.start
    return RequestReport(
      connections: plan.openConnections, content: plan.content,
      latencies: requests.map { answered[$0] - due($0) },
      latenesses: requests.map { sent[$0] - due($0) }, elapsedNanoseconds: end - sent.start)
  }
}

/// The times at which something happened to each request.
///
/// Each request has its own slot, which one thread writes before it is joined, so no lock is needed.
private final class TimeTable: @unchecked Sendable {
  var start: UInt64 = 0
  private let times: UnsafeMutableBufferPointer<UInt64>

  init(_ count: Int) {
    times = .allocate(capacity: count)
    times.initialize(repeating: 0)
  }

  deinit { times.deallocate() }

  subscript(request: Int) -> UInt64 {
    get { times[request] }
    set { times[request] = newValue }
  }
}
