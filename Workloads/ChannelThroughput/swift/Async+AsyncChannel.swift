import AsyncAlgorithms
import WorkloadKit

extension ChannelThroughput.AsyncChannels: AsyncStyle {
  static func async(
    _ parameters: ChannelThroughput.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let channel = AsyncChannel<Checksum>()

    return await stopwatch.measureAsync {
      await withTaskGroup(of: Checksum.self) { consumers in
        for _ in 0..<parameters.consumers {
          consumers.addTask { await channel.reduce(0, +) }
        }
        await withDiscardingTaskGroup { producers in
          for producer in 0..<parameters.producers {
            producers.addTask {
              for number in parameters.share(of: producer) { await channel.send(number) }
            }
          }
        }
        channel.finish()
        return await consumers.reduce(0, +)
      }
    }
  }
}
