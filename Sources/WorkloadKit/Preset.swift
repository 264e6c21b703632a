/// A named choice of sizes and trial counts.
public enum Preset: String, CaseIterable, Sendable {
  /// Does everything work? Ends in seconds and supports no conclusion.
  case smoke
  /// A first answer within minutes.
  case quick
  /// The sizes that others have published, with intervals worth quoting.
  case standard
  /// The largest sizes, unattended.
  case full

  /// What the preset is for, in one sentence.
  public var purpose: String {
    switch self {
    case .smoke: "Shows within seconds that everything works; supports no conclusion."
    case .quick: "A first answer within minutes."
    case .standard: "The published sizes, with intervals worth quoting."
    case .full: "The largest sizes, to be left alone for hours."
    }
  }

  /// The effort of a workload that does not state its own.
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
  /// Fresh processes, at least 1.
  public var trials: Int
  /// Iterations at the start of each process that are stored but kept apart.
  public var warmups: Int
  /// Iterations of each process that enter the sample, at least 1.
  public var iterations: Int

  /// Makes an effort from the three counts.
  public init(trials: Int, warmups: Int, iterations: Int) {
    self.trials = trials
    self.warmups = warmups
    self.iterations = iterations
  }
}
