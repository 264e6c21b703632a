import WorkloadKit

extension ChannelThroughput.Actors: AsyncStyle {
  static func async(
    _ parameters: ChannelThroughput.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let channel = ActorChannel(capacity: parameters.capacity)

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
        await channel.close()
        return await consumers.reduce(0, +)
      }
    }
  }
}

/// A bounded channel: an actor that keeps continuations. It uses slices because they remove their
/// first element without moving the others.
private actor ActorChannel {
  private let capacity: Int
  /// The buffered numbers, followed by those of the waiting senders.
  private var numbers: ArraySlice<Checksum> = []
  private var senders: ArraySlice<CheckedContinuation<Void, Never>> = []
  private var receivers: ArraySlice<CheckedContinuation<Checksum?, Never>> = []
  private var isClosed = false

  init(capacity: Int) { self.capacity = capacity }

  func send(_ number: Checksum) async {
    if let receiver = receivers.popFirst() { return receiver.resume(returning: number) }
    numbers.append(number)
    if numbers.count > capacity { await withCheckedContinuation { senders.append($0) } }
  }

  func receive() async -> Checksum? {
    if let number = numbers.popFirst() {
      senders.popFirst()?.resume()
      return number
    }
    if isClosed { return nil }
    return await withCheckedContinuation { receivers.append($0) }
  }

  func close() {
    isClosed = true
    while let receiver = receivers.popFirst() { receiver.resume(returning: nil) }
  }
}
