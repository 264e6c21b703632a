import WorkloadKit

extension ChannelThroughput.AsyncStreams: AsyncStyle {
  static func async(
    _ parameters: ChannelThroughput.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let (stream, continuation) = AsyncStream.makeStream(of: Checksum.self)

    return await stopwatch.measureAsync {
      // A stream has one consumer, so there is one child task instead of a group.
      async let sum = stream.reduce(0, +)
      await withDiscardingTaskGroup { producers in
        for producer in 0..<parameters.producers {
          producers.addTask {
            for number in parameters.share(of: producer) { continuation.yield(number) }
          }
        }
      }
      continuation.finish()
      return await sum
    }
  }
}
