import Synchronization
import WorkloadKit

extension PrimeSieve: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let isDone = Atomic(false)
    var threads: [JoinableThread] = []
    var last = ThreadChannel<Int>(capacity: 1)

    let sum = try stopwatch.measure {
      var sum: Checksum = 0
      try startThread(in: &threads) { [last] in generate(into: last, until: isDone) }
      while let prime = last.receive() {
        sum += Checksum(prime)
        // There are as many threads as primes: the generator, and a filter for each prime
        // but the last.
        if threads.count == parameters.primes { break }
        let next = ThreadChannel<Int>(capacity: 1)
        try startThread(in: &threads) { [last] in filter(last, by: prime, into: next) }
        last = next
      }
      return sum
    }

    // Numbers that are still in the chain are discarded. Each thread ends when its channel is
    // closed and empty.
    isDone.store(true, ordering: .relaxed)
    while last.receive() != nil {}
    for thread in threads { thread.join() }
    return sum
  }

  private static func generate(
    into output: ThreadChannel<Int>, until isDone: borrowing Atomic<Bool>
  ) {
    var number = 2
    while !isDone.load(ordering: .relaxed) {
      output.send(number)
      number += 1
    }
    output.close()
  }

  private static func filter(
    _ input: ThreadChannel<Int>, by prime: Int, into output: ThreadChannel<Int>
  ) {
    while let number = input.receive() {
      if !number.isMultiple(of: prime) { output.send(number) }
    }
    output.close()
  }

  /// A stack of 64 KiB is plenty, because these threads make no deep calls.
  private static func startThread(
    in threads: inout [JoinableThread], _ body: @escaping @Sendable () -> Void
  ) throws(Refusal) {
    do throws(ThreadError) {
      threads.append(try JoinableThread(stackBytes: 64 << 10, body))
    } catch {
      throw Refusal("starting a thread", code: error.code, reached: threads.count)
    }
  }
}
