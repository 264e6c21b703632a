import Dispatch
import Synchronization
import WorkloadKit

extension PrimeSieve: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let sieve = Sieve(primes: parameters.primes)
    let sum = stopwatch.measure { sieve.find() }
    sieve.stop()
    return sum
  }
}

private typealias Numbers = DispatchChannel<Int>

/// Runs the stages: handlers that start one another; none blocks a thread.
private let queue = DispatchQueue.global()

/// The two ends of the chain: the generator, and the collector, which drains the chain at the end.
private final class Sieve: Sendable {
  private let primes: Int
  private let group = DispatchGroup()
  private let isDone = Atomic(false)
  private let end = Mutex((sum: Checksum(0), channel: Numbers(capacity: 1)))

  init(primes: Int) { self.primes = primes }

  func find() -> Checksum {
    let first = end.withLock { $0.channel }
    group.enter()
    queue.async { self.generate(2, into: first) }
    queue.async { self.collect(1, from: first) }
    group.wait()
    return end.withLock { $0.sum }
  }

  func stop() {
    isDone.store(true, ordering: .relaxed)
    let last = end.withLock { $0.channel }
    group.enter()
    queue.async { self.drain(last) }
    group.wait()
  }

  private func generate(_ number: Int, into output: Numbers) {
    if isDone.load(ordering: .relaxed) { return output.close() }
    output.send(number, on: queue) { self.generate(number + 1, into: output) }
  }

  private func collect(_ count: Int, from input: Numbers) {
    input.receive(on: queue) { prime in
      guard let prime else { return }
      self.end.withLock { $0 = ($0.sum + Checksum(prime), input) }
      if count == self.primes { return self.group.leave() }
      let filter = Filter(input, by: prime)
      queue.async { filter.run() }
      self.collect(count + 1, from: filter.output)
    }
  }

  private func drain(_ input: Numbers) {
    input.receive(on: queue) { $0 == nil ? self.group.leave() : self.drain(input) }
  }
}

private final class Filter: Sendable {
  private let input: Numbers
  private let prime: Int
  let output = Numbers(capacity: 1)

  init(_ input: Numbers, by prime: Int) { (self.input, self.prime) = (input, prime) }

  func run() { input.receive(on: queue) { self.pass($0) } }

  private func pass(_ number: Int?) {
    guard let number else { return output.close() }
    if number.isMultiple(of: prime) { return run() }
    output.send(number, on: queue) { self.run() }
  }
}
