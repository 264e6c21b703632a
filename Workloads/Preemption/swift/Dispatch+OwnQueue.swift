import Dispatch
import WorkloadKit

extension Preemption.OwnQueue: DispatchStyle {
  static func dispatch(
    _ parameters: Preemption.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    Preemption.beat(on: DispatchQueue(label: "heartbeat"), parameters, stopwatch: &stopwatch)
  }
}
