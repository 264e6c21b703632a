import WorkloadKit

extension PingPong {
  enum Actors: AsyncStyle {
    static func async(
      _ parameters: Parameters, stopwatch: inout Stopwatch
    ) async throws -> Checksum {
      let pairs = Pair.pairs(of: parameters) { Slot() }

      return await stopwatch.measureAsync {
        await withTaskGroup(of: Checksum.self) { group in
          for pair in pairs {
            group.addTask { await pair.ping(rounds: parameters.rounds) }
            group.addTask { await pair.pong(rounds: parameters.rounds) }
          }
          return await group.reduce(0, +)
        }
      }
    }
  }
}

/// A slot for one number, with one sender and one receiver.
actor Slot {
  private var number: Int?
  private var sender: (number: Int, CheckedContinuation<Void, Never>)?
  private var receiver: CheckedContinuation<Int, Never>?

  /// Waits while the slot is full.
  func send(_ new: Int) async {
    if let receiver = receiver.take() {
      receiver.resume(returning: new)
    } else if number == nil {
      number = new
    } else {
      await withCheckedContinuation { sender = (new, $0) }
    }
  }

  /// Waits while the slot is empty.
  func receive() async -> Int {
    guard let number = number.take() else {
      return await withCheckedContinuation { receiver = $0 }
    }
    if let (next, sender) = sender.take() {
      self.number = next
      sender.resume()
    }
    return number
  }
}

extension Pair where Channel == Slot {
  /// Sends each number, waits until it is back, and returns the sum of the numbers that came back.
  func ping(rounds: Int) async -> Checksum {
    var sum: Checksum = 0
    for number in 1...rounds {
      await pings.send(number)
      sum += Checksum(await pongs.receive())
    }
    return sum
  }

  /// Sends back each number that it receives.
  func pong(rounds: Int) async -> Checksum {
    for _ in 1...rounds { await pongs.send(pings.receive()) }
    return 0
  }
}
