import Dispatch
import WorkloadKit

extension BlockingCalls.SerialQueues: DispatchStyle {
  static func dispatch(
    _ parameters: BlockingCalls.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    let call = try BlockingCall(parameters)
    defer { call.end() }
    let tally = BlockingCalls.Tally()

    stopwatch.measure {
      let group = DispatchGroup()
      for _ in 0..<parameters.calls {
        let queue = DispatchQueue(label: "blocking call")
        queue.async(group: group) { tally.note(bytes: call.make()) }
      }
      group.wait()
    }

    return tally.answer
  }
}
