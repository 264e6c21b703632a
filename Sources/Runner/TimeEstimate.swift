public import BenchmarkModel

/// How long the trials that are left will take.
///
/// A case that has not run yet is guessed from its contract: the time that no implementation can
/// beat, for each iteration, and `overhead`. As soon as trials of the case have finished, their
/// mean takes its place.
public struct TimeEstimate: Sendable, Equatable {
  /// The first guess of what a trial takes besides: the processes' start and end, and set-up.
  static let overhead = Duration.milliseconds(300)

  private struct Series: Equatable {
    var guess: Duration
    var left = 0
    var finished = 0
    var spent = Duration.zero

    var expected: Duration { finished == 0 ? guess : spent / finished }
  }

  private var series: [Case: Series] = [:]

  /// Estimates trials that are still to be made.
  ///
  /// - Parameters:
  ///   - pending: The trials.
  ///   - absent: Implementations whose trials start nothing.
  public init(_ pending: [PlannedTrial], absent: Set<Implementation> = []) {
    for planned in pending {
      let guess =
        absent.contains(planned.case.implementation) ? .zero : Self.guess(planned)
      series[planned.case, default: Series(guess: guess)].left += 1
    }
  }

  /// The time that the trials that are left will take, one after another.
  public var remaining: Duration {
    series.values.reduce(.zero) { $0 + $1.expected * $1.left }
  }

  /// Takes in that one of the trials has finished.
  public mutating func finish(_ planned: PlannedTrial, after elapsed: Duration) {
    series[planned.case]?.left -= 1
    series[planned.case]?.finished += 1
    series[planned.case]?.spent += elapsed
  }

  private static func guess(_ planned: PlannedTrial) -> Duration {
    do {
      let floor = try CaseContract(planned.case).floor
      return floor * (planned.warmups + planned.iterations) + overhead
    } catch {
      // Such a trial starts nothing and is recorded as failed.
      return .zero
    }
  }
}
