import Dispatch
import WorkloadKit

extension BlockingCalls.GlobalQueue: DispatchStyle {
  static func dispatch(
    _ parameters: BlockingCalls.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    let call = try BlockingCall(parameters)
    defer { call.end() }
    let tally = BlockingCalls.Tally()

    stopwatch.measure {
      let queue = DispatchQueue.global()
      let group = DispatchGroup()
      for _ in 0..<parameters.calls {
        queue.async(group: group) { tally.note(bytes: call.make()) }
      }
      group.wait()
    }

    return tally.answer
  }
}
