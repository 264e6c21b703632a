import WorkloadKit

extension ChannelThroughput.AsyncStreams: AsyncStyle {
  static func async(
    _ parameters: ChannelThroughput.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let (stream, continuation) = AsyncStream.makeStream(of: Checksum.self)

    return await stopwatch.measureAsync {
      // A stream is for one consumer, so there is one child task and no group of them.
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
