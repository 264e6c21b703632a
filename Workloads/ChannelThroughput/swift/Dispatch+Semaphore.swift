import Dispatch
import Synchronization
import WorkloadKit

extension ChannelThroughput.Semaphores: DispatchStyle {
  static func dispatch(
    _ parameters: ChannelThroughput.Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum {
    let channel = SemaphoreChannel<Checksum?>(capacity: parameters.capacity)
    let total = Atomic<Checksum>(0)

    stopwatch.measure {
      let producing = DispatchGroup()
      let consuming = DispatchGroup()
      // A serial queue for each member, because it gets a thread. The pool of the global
      // queue starts as many threads as there are cores, and adds one a second while all of
      // them are blocked.
      for consumer in 0..<parameters.consumers {
        DispatchQueue(label: "consumer \(consumer)").async(group: consuming) {
          var sum: Checksum = 0
          while let number = channel.receive() { sum += number }
          total.add(sum, ordering: .relaxed)
        }
      }
      for producer in 0..<parameters.producers {
        DispatchQueue(label: "producer \(producer)").async(group: producing) {
          for number in parameters.share(of: producer) { channel.send(number) }
        }
      }
      producing.wait()
      // Semaphores cannot be closed, so each consumer gets an element that tells it to end.
      for _ in 0..<parameters.consumers { channel.send(nil) }
      consuming.wait()
    }

    return total.load(ordering: .relaxed)
  }
}
