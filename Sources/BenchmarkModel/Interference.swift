/// The processor time that other work used while a trial ran.
///
/// A disturbed trial is marked, never dropped: dropping outliers would make every interval too narrow.
package struct Interference: Sendable, Hashable {
  /// The time that the hypervisor gave to other machines, in nanoseconds over all cores; nil when
  /// unknown.
  package var stolenNanoseconds: Double?
  /// The time that other processes and the kernel used, in nanoseconds over all cores; nil when unknown.
  package var otherWorkNanoseconds: Double?
  /// The processor time of all cores while the process ran, in nanoseconds.
  package var availableNanoseconds: Double

  /// The share of the available time, 5 %, above which a trial is disturbed.
  ///
  /// On a virtual machine with two cores, trials of `ping-pong` and `parallel-compute` longer than
  /// 100 ms showed 0, 1, 4 and 9 % of other work when the machine was quiet, and 25 to 75 % beside a
  /// compiler. Shorter trials showed up to 16 % when it was quiet, but never more than 8 ms.
  package static let toleratedShare = 0.05

  /// The minimum time that counts as a disturbance, whatever its share: 30 ms, three ticks of the
  /// counters.
  ///
  /// Linux prints these counters in ticks of 10 ms, so the difference of two readings can be one tick
  /// too large for each of the two counters that are added, and busy time is itself sampled at timer
  /// interrupts. A process that is too short to lose 30 ms is therefore never marked.
  package static let minimumNanoseconds = 30_000_000.0

  /// The total time that other work used, in nanoseconds.
  package var takenNanoseconds: Double { (stolenNanoseconds ?? 0) + (otherWorkNanoseconds ?? 0) }

  /// The time taken as a share of the available time; greater than 0.
  package var share: Double { takenNanoseconds / availableNanoseconds }

  /// What took time, and how much, in words, for example
  /// `other work took 240 ms (12 % of what all cores could do)`.
  package var reason: String {
    let takers = [
      ("the hypervisor", stolenNanoseconds), ("other work", otherWorkNanoseconds),
    ]
    let parts = takers.compactMap { name, amount in
      amount.flatMap { $0 > 0 ? "\(name) took \(Int(($0 / 1e6).rounded())) ms" : nil }
    }
    // Stored times may be absurd.
    let percent = Int(min(share * 100, 1e9).rounded())
    return parts.joined(separator: " and ") + " (\(percent) % of what all cores could do)"
  }
}

extension Trial {
  /// What disturbed the trial; nil when nothing did, when it is unknown, or when the trial has no
  /// measurements.
  ///
  /// - Parameter logicalCores: The number of cores of the machine, at least 1.
  package func interference(logicalCores: Int) -> Interference? {
    guard let process = wholeTrialValue(of: .processTime), process > 0 else { return nil }
    let found = Interference(
      stolenNanoseconds: wholeTrialValue(of: .stolenTime),
      otherWorkNanoseconds: wholeTrialValue(of: .otherWork),
      availableNanoseconds: process * Double(logicalCores))
    let isDisturbed =
      found.takenNanoseconds >= Interference.minimumNanoseconds
      && found.share > Interference.toleratedShare
    return isDisturbed ? found : nil
  }

  /// Whether it was recorded what other work took.
  fileprivate var hasConditions: Bool {
    wholeTrialValue(of: .stolenTime) != nil || wholeTrialValue(of: .otherWork) != nil
  }

  private func wholeTrialValue(of metric: Metric) -> Double? {
    // Those of the whole trial come after those of its iterations.
    measurements.last { $0.iteration == nil && $0.metric == metric.name }?.value
  }
}

/// How many trials were disturbed, and by how much.
package struct InterferenceTally: Sendable, Hashable {
  /// The number of trials for which interference was recorded.
  package private(set) var observedTrials = 0
  /// How many of them were disturbed.
  package private(set) var disturbedTrials = 0
  /// The time that the hypervisor took from disturbed trials, in nanoseconds over all cores.
  package private(set) var stolenNanoseconds = 0.0
  /// The time that other processes and the kernel took from disturbed trials, in nanoseconds over all
  /// cores.
  package private(set) var otherWorkNanoseconds = 0.0

  package init() {}

  /// Adds a trial of a machine with a number of cores.
  package mutating func include(_ trial: Trial, logicalCores: Int) {
    guard trial.hasConditions else { return }
    observedTrials += 1
    guard let interference = trial.interference(logicalCores: logicalCores) else { return }
    disturbedTrials += 1
    stolenNanoseconds += interference.stolenNanoseconds ?? 0
    otherWorkNanoseconds += interference.otherWorkNanoseconds ?? 0
  }
}
