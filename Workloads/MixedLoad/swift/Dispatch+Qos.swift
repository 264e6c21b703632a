import Dispatch
import WorkloadKit

extension MixedLoad.Qos: DispatchStyle {
  static func dispatch(
    _ parameters: MixedLoad.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    MixedLoad.tick(on: .global(qos: .userInteractive), parameters, stopwatch: &stopwatch)
  }
}
