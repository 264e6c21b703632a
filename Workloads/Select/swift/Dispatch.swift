import Dispatch
import WorkloadKit

extension Select: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let channels = (0..<parameters.channels).map { _ in DispatchChannel<Checksum>(capacity: 1) }
    let queue = DispatchQueue.global()
    let group = DispatchGroup()
    let receiver = Receiver(channels, Tally(parameters), on: queue, in: group)

    stopwatch.measure {
      for channel in channels {
        let producer = Producer(of: parameters.numbers, channel, on: queue, in: group)
        queue.async { producer.send() }
      }
      queue.async { receiver.receive() }
      group.wait()
    }

    return receiver.tally.report(to: &stopwatch)
  }
}

// Where a loop would have to wait, the channel calls a handler that continues. An object holds the
// loop's variables. Its handlers run one after another, so it needs no lock.

private final class Receiver: @unchecked Sendable {
  private let channels: [DispatchChannel<Checksum>]
  private(set) var tally: Select.Tally
  private let queue: DispatchQueue
  private let group: DispatchGroup

  init(
    _ channels: [DispatchChannel<Checksum>], _ tally: Select.Tally, on queue: DispatchQueue,
    in group: DispatchGroup
  ) {
    (self.channels, self.tally, self.queue, self.group) = (channels, tally, queue, group)
    group.enter()
  }

  func receive() {
    DispatchChannel.receive(fromAnyOf: channels, on: queue) { [self] received in
      guard let (channel, number) = received else { return group.leave() }
      tally.note(channel, number)
      receive()
    }
  }
}

private final class Producer: @unchecked Sendable {
  private var numbers: Range<Checksum>
  private let channel: DispatchChannel<Checksum>
  private let queue: DispatchQueue
  private let group: DispatchGroup

  init(
    of numbers: Range<Checksum>, _ channel: DispatchChannel<Checksum>, on queue: DispatchQueue,
    in group: DispatchGroup
  ) {
    (self.numbers, self.channel, self.queue, self.group) = (numbers, channel, queue, group)
    group.enter()
  }

  func send() {
    guard let number = numbers.popFirst() else {
      channel.close()
      return group.leave()
    }
    channel.send(number, on: queue) { [self] in send() }
  }
}
