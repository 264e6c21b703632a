import WorkloadKit

extension ChannelThroughput.NoCancellation: AsyncStyle {
  static func async(
    _ parameters: ChannelThroughput.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let channel = TaskChannel<Checksum>(capacity: parameters.capacity, isCancellable: false)

    return await stopwatch.measureAsync {
      await withTaskGroup(of: Checksum.self) { consumers in
        for _ in 0..<parameters.consumers {
          consumers.addTask {
            var sum: Checksum = 0
            while let number = await channel.receive() { sum += number }
            return sum
          }
        }
        await withDiscardingTaskGroup { producers in
          for producer in 0..<parameters.producers {
            producers.addTask {
              for number in parameters.share(of: producer) { await channel.send(number) }
            }
          }
        }
        channel.close()
        return await consumers.reduce(0, +)
      }
    }
  }
}
