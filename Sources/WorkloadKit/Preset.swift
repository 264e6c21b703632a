/// A named choice of sizes and of the time for measuring them.
public enum Preset: String, CaseIterable, Sendable {
  /// Checks within seconds that everything works; supports no conclusions.
  case smoke
  /// A first answer within minutes, of default implementations and the variants that a claim or advice compares.
  case quick
  /// The published sizes, with most comparisons decided.
  case standard
  /// The largest sizes, for unattended runs of hours.
  case full

  /// The seconds that a run may take.
  ///
  /// Within this budget, each case gets at least three processes if time allows, and at most 288; those
  /// that a comparison needs get more than the others. Nil for one process of each case.
  public var budgetSeconds: Double? {
    switch self {
    case .smoke: nil
    case .quick: 5 * 60
    case .standard: 45 * 60
    case .full: 3 * 60 * 60
    }
  }
}

/// What each process of a workload does.
public struct Effort: Sendable, Equatable {
  /// The number of iterations at the start of each process that are stored but do not
  /// enter the sample.
  public var warmups: Int
  /// The number of iterations of each process that enter the sample, at least 1.
  public var iterations: Int

  /// Creates an effort from the two counts, which are not checked.
  public init(warmups: Int = 0, iterations: Int = 1) {
    self.warmups = warmups
    self.iterations = iterations
  }
}
