import Dispatch
import WorkloadKit

extension ChannelThroughput: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let channel = DispatchChannel<Checksum>(capacity: parameters.capacity)

    return stopwatch.measure {
      let queue = DispatchQueue.global()
      let consuming = DispatchGroup()
      let producing = DispatchGroup()
      let consumers = (0..<parameters.consumers).map { _ in
        Consumer(channel, on: queue, in: consuming)
      }
      for consumer in consumers { queue.async { consumer.receive() } }
      for index in 0..<parameters.producers {
        let numbers = parameters.share(of: index)
        let producer = Producer(of: numbers, channel, on: queue, in: producing)
        queue.async { producer.send() }
      }
      producing.wait()
      channel.close()
      consuming.wait()
      return consumers.reduce(0) { $0 + $1.sum }
    }
  }
}

// Where a loop would have to wait, the channel calls a handler that continues. An object holds the
// loop's variables. Its handlers run one after another, so it needs no lock.

private final class Consumer: @unchecked Sendable {
  private let channel: DispatchChannel<Checksum>
  private let queue: DispatchQueue
  private let group: DispatchGroup
  private(set) var sum: Checksum = 0

  init(_ channel: DispatchChannel<Checksum>, on queue: DispatchQueue, in group: DispatchGroup) {
    (self.channel, self.queue, self.group) = (channel, queue, group)
    group.enter()
  }

  func receive() {
    channel.receive(on: queue) { [self] number in
      guard let number else { return group.leave() }
      sum += number
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
    guard let number = numbers.popFirst() else { return group.leave() }
    channel.send(number, on: queue) { [self] in send() }
  }
}
