import AsyncAlgorithms
import WorkloadKit

extension ChannelThroughput.MpscChannels: AsyncStyle {
  static func async(
    _ parameters: ChannelThroughput.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    // A sender that fills the last slot waits until a slot is free.
    var made = MultiProducerSingleConsumerAsyncChannel.makeChannel(
      of: Checksum.self,
      backpressureStrategy: .watermark(low: parameters.capacity, high: parameters.capacity))
    let numbers = made.takeChannel().elements()
    var first = Optional(made.source)

    return try await stopwatch.measureAsync {
      async let sum = numbers.reduce(0, +)
      try await withThrowingDiscardingTaskGroup { producers in
        // Each producer owns a source. The channel ends when the last source is gone.
        guard var source = first.take() else { return }
        for producer in 0..<parameters.producers {
          var own = Optional(source.makeAdditionalSource())
          producers.addTask {
            guard var source = own.take() else { return }
            for number in parameters.share(of: producer) { try await source.send(number) }
          }
        }
      }
      return await sum
    }
  }
}
