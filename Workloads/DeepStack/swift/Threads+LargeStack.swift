import WorkloadKit

extension DeepStack.LargeStack: ThreadStyle {
  static func threads(
    _ parameters: DeepStack.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    try DeepStack.threads(parameters, stackBytes: 256 << 20, stopwatch: &stopwatch)
  }
}
