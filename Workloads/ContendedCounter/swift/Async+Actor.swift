import WorkloadKit

extension ContendedCounter.Actors: AsyncStyle {
  static func async(
    _ parameters: ContendedCounter.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let counter = Counter()

    let total = await stopwatch.measureAsync {
      await withTaskGroup(of: ContendedCounter.Tally.self) { group in
        for _ in 0..<parameters.callers {
          group.addTask {
            var tally = ContendedCounter.Tally()
            for _ in 0..<parameters.callsOfEach { tally.note(await counter.increment()) }
            return tally
          }
        }
        return await group.reduce(into: ContendedCounter.Tally()) { $0.merge($1) }
      }
    }

    return total.report(to: &stopwatch)
  }
}

private actor Counter {
  private var count = 0

  func increment() -> Int {
    count += 1
    return count
  }
}
