import Dispatch
import WorkloadKit

extension Preemption.Qos: DispatchStyle {
  static func dispatch(
    _ parameters: Preemption.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    Preemption.beat(on: .global(qos: .userInteractive), parameters, stopwatch: &stopwatch)
  }
}
