/// A named choice of parameters and trial counts.
public enum Preset: String, CaseIterable, Sendable {
  /// Checks within seconds that everything works; supports no conclusions.
  case smoke
  /// A first answer within minutes.
  case quick
  /// The published sizes, with intervals worth quoting.
  case standard
  /// The largest sizes, for unattended runs of hours.
  case full

  /// The effort for workloads that do not state their own.
  public var usualEffort: Effort {
    switch self {
    case .smoke: Effort(trials: 1, warmups: 0, iterations: 2)
    case .quick: Effort(trials: 10, warmups: 1, iterations: 5)
    case .standard: Effort(trials: 20, warmups: 1, iterations: 10)
    case .full: Effort(trials: 40, warmups: 1, iterations: 10)
    }
  }
}

/// How often one case is measured.
public struct Effort: Sendable, Equatable {
  /// The number of fresh processes, at least 1.
  public var trials: Int
  /// The number of iterations at the start of each process that are stored but do not
  /// enter the sample.
  public var warmups: Int
  /// The number of iterations of each process that enter the sample, at least 1.
  public var iterations: Int

  /// Creates an effort from the three counts, which are not checked.
  public init(trials: Int, warmups: Int, iterations: Int) {
    self.trials = trials
    self.warmups = warmups
    self.iterations = iterations
  }
}
