package import BenchmarkModel
import Platform
import WorkloadKit

/// Measures the machine's noise and the tool's overhead; takes about half a second, or a tenth of that.
///
/// A figure that cannot be measured is absent, for example those of an empty trial whose program
/// is not built.
package struct NoiseProbe: Sendable {
  private let emptyTrial: String?

  /// Creates a probe.
  ///
  /// - Parameter programs: The path of the folder with the Swift trial programs, including
  ///   `empty-trial`; nil if no empty trial is wanted.
  package init(programs: String?) { emptyTrial = programs.map { "\($0)/empty-trial" } }

  /// Measures all figures now, in nanoseconds.
  ///
  /// - Parameter isBrief: Whether a tenth of the usual counts will do.
  package func calibration(isBrief: Bool = false) -> [CalibrationFigure: Double] {
    let share = isBrief ? 10 : 1
    let spins = Self.spins(atMost: 2_000 / share, within: 400_000_000)
    let overshoots = (0..<100 / share).map { _ in Self.overshoot() }
    let spawns = times(30 / share) {
      spawned(ChildProcess(program: "true", timeLimit: .seconds(10)))
    }
    let trials = times(30 / share) { trial() } ?? []
    let figures: [CalibrationFigure: Double?] = [
      .spinMedian: median(spins), .spinMaximum: spins.max().map { Double($0) },
      .timerMedian: median(overshoots), .timerMaximum: overshoots.max().map { Double($0) },
      .spawn: spawns.flatMap { median($0.map(\.elapsedNanoseconds)) },
      .emptyTrial: median(trials.map(\.process)),
      .emptyMeasure: median(trials.flatMap(\.regions)),
    ]
    return figures.compactMapValues { $0 }
  }

  /// The results of doing the work `count` times; nil as soon as one fails, because the rest would
  /// no longer be the figure that was asked for.
  private func times<Result>(_ count: Int, _ work: () -> Result?) -> [Result]? {
    var results: [Result] = []
    for _ in 0..<count {
      guard let result = work() else { return nil }
      results.append(result)
    }
    return results
  }
}

extension NoiseProbe {
  /// The durations of rounds of identical arithmetic: as many as fit into the time, at least one.
  static func spins(atMost count: Int, within limitNanoseconds: UInt64) -> [UInt64] {
    let start = monotonicNanoseconds()
    var state: UInt64 = 1
    var rounds: [UInt64] = []
    var last = start
    repeat {
      // Marsaglia's xorshift (2003): each step depends on the previous one, and LLVM cannot fold
      // it as it folds a chain of multiplications and additions. About 100 µs.
      for _ in 0..<45_000 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
      }
      let now = monotonicNanoseconds()
      rounds.append(now - last)
      last = now
    } while rounds.count < count && last - start < limitNanoseconds
    blackHole(state)
    return rounds
  }

  /// By how much a sleep of 1 ms overran.
  private static func overshoot() -> UInt64 {
    let wanted: UInt64 = 1_000_000
    let start = monotonicNanoseconds()
    var left = timespec(tv_sec: 0, tv_nsec: Int(wanted))
    // A signal ends a sleep early.
    while withUnsafeMutablePointer(to: &left, { nanosleep($0, $0) }) != 0 && errno == EINTR {}
    return max(monotonicNanoseconds() - start, wanted) - wanted
  }

  /// Starts a program as a trial is started and reaps it; nil if it cannot be started or fails.
  private func spawned(_ program: ChildProcess) -> ChildResult? {
    do {
      let result = try program.run()
      return result.ending == .exited(code: 0) ? result : nil
    } catch {
      return nil
    }
  }

  /// An empty trial with the usual counts: its total time, and the time of each region after the
  /// warm-up.
  private func trial() -> (process: UInt64, regions: [UInt64])? {
    guard let emptyTrial else { return nil }
    let (warmups, iterations) = (1, 5)
    let program = ChildProcess(
      program: emptyTrial,
      arguments: [
        "--style", "threads", "--warmup", "\(warmups)", "--iterations", "\(iterations)",
      ],
      timeLimit: .seconds(10))
    guard let result = spawned(program) else { return nil }
    do {
      let transcript = try TrialReader(metrics: [], iterations: warmups + iterations)
        .read(result.output)
      let regions = transcript.iterations.dropFirst(warmups).map(\.elapsedNanoseconds)
      return (result.elapsedNanoseconds, regions)
    } catch {
      return nil
    }
  }
}

private func median(_ values: [UInt64]) -> Double? {
  BenchmarkModel.median(ofSorted: values.sorted().map { Double($0) })
}
