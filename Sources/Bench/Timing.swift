import Analysis
import Statistics
import WorkloadKit

/// The time in nanoseconds that the body takes.
func nanoseconds<Result>(of body: () throws -> Result) rethrows -> Double {
  let start = monotonicNanoseconds()
  blackHole(try body())
  return Double(monotonicNanoseconds() - start)
}

func median(_ values: [Double]) throws -> Double { try Sample(trials: [values]).median }

/// Times an empty region.
///
/// The call mostly reads the processor time outside the region. The length that it states is the
/// error of every measured time.
func stopwatch() async throws {
  let calls = 1_000
  var blocking: [Double] = []
  var suspending: [Double] = []
  var stated: [Double] = []
  stated.reserveCapacity(200 * calls)
  for _ in 0..<200 {
    let start = monotonicNanoseconds()
    for _ in 0..<calls {
      var stopwatch = Stopwatch()
      stopwatch.measure { blackHole(0) }
      stated.append(Double(stopwatch.elapsedNanoseconds ?? 0))
    }
    let middle = monotonicNanoseconds()
    for _ in 0..<calls {
      var stopwatch = Stopwatch()
      await stopwatch.measureAsync { blackHole(0) }
      blackHole(stopwatch)
    }
    blocking.append(Double(middle - start) / Double(calls))
    suspending.append(Double(monotonicNanoseconds() - middle) / Double(calls))
  }
  figure("empty region, as timed", try median(stated), "ns", digits: 0, target: "")
  figure("empty Stopwatch.measure", try median(blocking), "ns", digits: 0, target: "")
  figure("empty Stopwatch.measureAsync", try median(suspending), "ns", digits: 0, target: "")
}

/// The interval of the ratio of two samples of 100 trials each.
func bootstrap() async throws {
  var generator = SeededGenerator(seed: 1)
  func sample() throws -> Sample {
    try Sample(
      trials: (0..<100).map { _ in [1_000 + Double(generator.next() % 100_000) / 1_000] })
  }
  let (first, second) = (try sample(), try sample())
  let bootstrap = Bootstrap(seed: 1, resamples: 100_000)
  let drawn = (0..<9).map { _ in nanoseconds { bootstrap.drawnInterval(of: first, over: second) } }
  figure(
    "ratio of 2 × 100 trials, 100,000 resamples", try median(drawn) / 1e6, "ms", digits: 1,
    target: "100 ms")
  let exact = (0..<9).map { _ in nanoseconds { bootstrap.ratio(of: first, to: second) } }
  figure(
    "the same over all resamples", try median(exact) / 1e6, "ms", digits: 1, target: "")
}
