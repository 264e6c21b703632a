import Synchronization
import WorkloadKit

extension ChannelThroughput: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let channel = ThreadChannel<Checksum>(capacity: parameters.capacity)
    let total = Atomic<Checksum>(0)

    try stopwatch.measure {
      // Each thread only runs a loop, so a stack of 64 KiB is plenty; the default is 8 MiB.
      let consumers = try startThreads(parameters.consumers, stackBytes: 64 << 10) { _ in
        var sum: Checksum = 0
        while let number = channel.receive() { sum += number }
        total.add(sum, ordering: .relaxed)
      }
      let producers = try startThreads(parameters.producers, stackBytes: 64 << 10) { producer in
        for number in parameters.share(of: producer) { channel.send(number) }
      }
      for producer in producers { producer.join() }
      channel.close()
      for consumer in consumers { consumer.join() }
    }

    return total.load(ordering: .relaxed)
  }
}
