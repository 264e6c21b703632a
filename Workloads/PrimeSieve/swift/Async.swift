import WorkloadKit

extension PrimeSieve: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await withDiscardingTaskGroup { group in
      var last = TaskChannel<Int>(capacity: 1)
      let sum = await stopwatch.measureAsync {
        group.addTask { [last] in await generate(into: last) }
        var sum: Checksum = 0
        var found = 0
        while let prime = await last.receive() {
          sum += Checksum(prime)
          found += 1
          if found == parameters.primes { break }
          let next = TaskChannel<Int>(capacity: 1)
          group.addTask { [last] in await filter(last, by: prime, into: next) }
          last = next
        }
        return sum
      }
      // Ends every wait on a channel. The group then waits for all its tasks.
      group.cancelAll()
      return sum
    }
  }

  private static func generate(into output: TaskChannel<Int>) async {
    var number = 2
    while await output.send(number) { number += 1 }
  }

  private static func filter(
    _ input: TaskChannel<Int>, by prime: Int, into output: TaskChannel<Int>
  ) async {
    while let number = await input.receive() {
      if number.isMultiple(of: prime) { continue }
      guard await output.send(number) else { return }
    }
  }
}
