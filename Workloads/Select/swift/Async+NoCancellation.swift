import WorkloadKit

extension Select.NoCancellation: AsyncStyle {
  static func async(
    _ parameters: Select.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let channels = (0..<parameters.channels).map { _ in
      TaskChannel<Checksum>(capacity: 1, isCancellable: false)
    }
    var tally = Select.Tally(parameters)

    await stopwatch.measureAsync {
      await withDiscardingTaskGroup { producers in
        for channel in channels {
          producers.addTask {
            for number in parameters.numbers { await channel.send(number) }
            channel.close()
          }
        }
        while let (channel, number) = await TaskChannel.receive(fromAnyOf: channels) {
          tally.note(channel, number)
        }
      }
    }

    return tally.report(to: &stopwatch)
  }
}
