import Platform
import ServerKit
import Synchronization
package import WorkloadKit

/// The load of `tail-latency` and `service` and the open load of `echo-server`, the same for every
/// runtime: requests on a fixed schedule.
///
/// Request number i of all requests is due i / rate seconds after the start, on connection i mod C,
/// and is sent then, whether or not earlier ones were answered. A request is its number in 8 bytes, or a
/// longer message that begins with it, and its answer is as long.
///
/// One thread sends: it sleeps until each request is due, with the finest timer that the system has.
/// A thread for each connection waits for its answers in a blocking read. Load and server talk over a
/// control connection, as with `EchoLoad`.
package final class RequestLoad: Sendable {
  /// The loopback port to which the server connects.
  package let port: Int

  private let listener: Socket
  private let thread: JoinableThread
  private let client: RequestClient

  /// Starts listening on a loopback port that the system chooses.
  ///
  /// - Parameter descriptorLimit: The number of descriptors that this process may have open.
  /// - Throws: `LoadError.tooFewDescriptors`, or the system's error if no port or thread is available.
  package init(_ plan: RequestPlan, descriptorLimit: Int) throws {
    try EchoLoad.check(descriptorLimit, for: plan.openConnections)
    let listener = try Socket.listening()
    let client = RequestClient(plan)
    self.listener = listener
    self.client = client
    do {
      port = try listener.port
      thread = try JoinableThread { client.serve(listener) }
    } catch {
      listener.close()
      throw error
    }
  }

  /// Closes everything.
  ///
  /// - Returns: The result of the load. It has no latencies if the server left early.
  /// - Throws: `LoadError` if an answer was wrong or a connection was lost.
  package func stop() throws -> RequestReport {
    client.endAll()
    // If no server has called, the load still waits for it; this call ends at once.
    try Socket.connected(to: port).close()
    thread.join()
    listener.close()
    return try client.result.withLock { $0 }.get()
  }

  /// Runs a load against the simplest server possible, in other threads of this process.
  package static func calibrate(_ plan: RequestPlan, descriptorLimit: Int) throws -> RequestReport {
    // Both ends of each connection are in this process.
    try EchoLoad.check(descriptorLimit, for: 2 * plan.openConnections)
    let load = try RequestLoad(plan, descriptorLimit: descriptorLimit)
    let server = Result { try answer(plan, loadPort: load.port) }
    let report = try load.stop()
    try server.get()
    return report
  }

  /// Looks up every answer and sends it back, with a thread for each connection.
  private static func answer(_ plan: RequestPlan, loadPort: Int) throws {
    let answers = plan.content.answers(plan.requests)
    let listener = try Socket.listening()
    defer { listener.close() }
    let call = try LoadCall(port: loadPort, listener: listener)
    let accepted = try (0..<plan.openConnections).map { try listener.nextConnection(after: $0) }
    let threads = try startThreads(accepted.count, stackBytes: 64 << 10) { index in
      let connection = accepted[index]
      withUnsafeTemporaryAllocation(byteCount: plan.content.bytes, alignment: 8) { bytes in
        while connection.fill(bytes) {
          LoadMessage(answers[LoadMessage.number(of: bytes)]).write(to: bytes)
          guard connection.send(bytes, bytes.count) else { return }
        }
      }
      connection.close()
    }
    try call.run()
    try call.close()
    for thread in threads { thread.join() }
  }
}

/// The result of a load.
package struct RequestReport: Sendable {
  /// The number of connections opened.
  package var connections = 0
  /// What the requests asked for.
  package var content = RequestPlan.Content.echo(bytes: 8)
  /// The time of each request in nanoseconds, from when it was due to its answer.
  ///
  /// It is empty unless every answer came.
  package var latencies: [UInt64] = []
  /// The time of each request in nanoseconds, from when it was due until it was sent.
  package var latenesses: [UInt64] = []
  /// The time from the first request to the last answer; nil unless every answer came.
  package var elapsedNanoseconds: UInt64?

  /// The latencies by the names of their distributions.
  package var distributions: [String: [UInt64]] {
    Dictionary(grouping: latencies.indices) { content.latencyName(of: $0) }
      .mapValues { requests in requests.map { latencies[$0] } }
  }

  /// The reason why the latencies do not describe the server; nil if they do.
  ///
  /// A latency contains the request's lateness, which is the load's fault. The quantile of 99 % is the
  /// headline, so at most half of it may be the load's. In `service` it is that of the requests to
  /// echo, because the others take longer in any server. A load that is never more than 200 us late
  /// is as good as a thread on a busy machine can be, even against a very fast server. With fewer than
  /// 1,000 requests there are not ten beyond the quantile, and nothing is concluded from it.
  package var objection: String? {
    let headline = distributions[content.headline] ?? []
    guard headline.count >= 1_000 else { return nil }
    let (lateness, latency) = (Self.p99(latenesses), Self.p99(headline))
    guard lateness > 200_000, lateness > latency / 2 else { return nil }
    return "the load was late: the 99 % quantile of its lateness is \(lateness / 1_000) us, "
      + "that of the latency \(latency / 1_000) us"
  }

  /// The smallest value that 99 % of the values do not exceed.
  package static func p99(_ values: [UInt64]) -> UInt64 {
    let rank = (values.count * 99 + 99) / 100
    return rank > 0 ? values.sorted()[rank - 1] : 0
  }
}
