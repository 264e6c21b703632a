import WorkloadKit

extension MemoryCeiling: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let sleepers = Sleepers(expecting: parameters.tasks)
    let allAsleep = ThreadChannel<Void>(capacity: 1)

    try stopwatch.measure {
      // The thread only sleeps, so a stack of 64 KiB is plenty; the default is 8 MiB.
      _ = try startThreads(parameters.tasks, stackBytes: 64 << 10) { _ in
        if sleepers.add() { allAsleep.send(()) }
        sleepBlocking(milliseconds: Int(hold.components.seconds) * 1_000)
      }
      _ = allAsleep.receive()
    }

    return sleepers.count
  }
}
