import Dispatch
import WorkloadKit

extension BlockingCalls: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let call = try BlockingCall(parameters)
    defer { call.end() }
    let tally = Tally()

    stopwatch.measure {
      let queues = serialQueues(parameters)
      let group = DispatchGroup()
      for index in 0..<parameters.calls {
        queues[index % queues.count].async(group: group) { tally.note(bytes: call.make()) }
      }
      group.wait()
    }

    return tally.answer
  }

  /// Queues that take the calls in turn.
  ///
  /// On Linux, Dispatch starts a thread for a serial queue at once, but not for a block in a
  /// concurrent queue.
  static func serialQueues(_ parameters: Parameters) -> [DispatchQueue] {
    (0..<parameters.threads).map { DispatchQueue(label: "blocking calls \($0)") }
  }
}
