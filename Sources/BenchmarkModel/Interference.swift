/// Processor time that a trial did not get because others took it while it ran.
///
/// A disturbed trial is marked, never dropped: to drop what does not fit would make every interval
/// narrower than it is.
package struct Interference: Sendable, Hashable {
  /// What the hypervisor gave to other machines, in nanoseconds over all cores; nil when unknown.
  package var stolenNanoseconds: Double?
  /// What other processes and the kernel took, in nanoseconds over all cores; nil when unknown.
  package var otherWorkNanoseconds: Double?
  /// What all cores could do while the process lived, in nanoseconds.
  package var availableNanoseconds: Double

  /// The share of the available time, 5 %, above which a trial is disturbed.
  ///
  /// On a virtual machine of two cores, trials of `ping-pong` and `parallel-compute` that lived for
  /// more than 100 ms showed 0, 1, 4 and 9 % of other work in quiet stretches, and 25 to 75 %
  /// beside a compiler. Shorter ones showed up to 16 % when quiet, but never more than 8 ms.
  package static let toleratedShare = 0.05

  /// The least time that disturbs, 30 ms whatever the share: three ticks of the counters.
  ///
  /// Linux prints these counters in ticks of 10 ms, so two readings can differ by one too many in
  /// each of the two that are added up, and busy time is itself sampled at the timer's interrupts.
  /// A process that lives so shortly that it cannot lose 30 ms is therefore never marked.
  package static let leastNanoseconds = 30_000_000.0

  /// What was taken altogether, in nanoseconds.
  package var takenNanoseconds: Double { (stolenNanoseconds ?? 0) + (otherWorkNanoseconds ?? 0) }

  /// What was taken as a share of what all cores could do; above 0.
  package var share: Double { takenNanoseconds / availableNanoseconds }

  /// What took how much, in words, for example
  /// `other work took 240 ms (12 % of what all cores could do)`.
  package var reason: String {
    let takers = [
      ("the hypervisor", stolenNanoseconds), ("other work", otherWorkNanoseconds),
    ]
    let parts = takers.compactMap { name, amount in
      amount.flatMap { $0 > 0 ? "\(name) took \(Int(($0 / 1e6).rounded())) ms" : nil }
    }
    let percent = Int((share * 100).rounded())
    return parts.joined(separator: " and ") + " (\(percent) % of what all cores could do)"
  }
}

extension Trial {
  /// What disturbed the trial; nil when nothing did, when nothing is known of it, or when the trial
  /// has no measurements.
  ///
  /// - Parameter logicalCores: The cores of the machine that it ran on, at least 1.
  package func interference(logicalCores: Int) -> Interference? {
    guard let process = wholeTrialValue(of: .processTime), process > 0 else { return nil }
    let found = Interference(
      stolenNanoseconds: wholeTrialValue(of: .stolenTime),
      otherWorkNanoseconds: wholeTrialValue(of: .otherWork),
      availableNanoseconds: process * Double(logicalCores))
    let isDisturbed =
      found.takenNanoseconds >= Interference.leastNanoseconds
      && found.share > Interference.toleratedShare
    return isDisturbed ? found : nil
  }

  private func wholeTrialValue(of metric: Metric) -> Double? {
    measurements.first { $0.iteration == nil && $0.metric == metric.name }?.value
  }
}

/// How many of some trials were disturbed, and by how much.
package struct InterferenceTally: Sendable, Hashable {
  /// The trials of which it is known whether they were disturbed.
  package private(set) var observedTrials = 0
  /// Those of them that were disturbed.
  package private(set) var disturbedTrials = 0
  /// What the hypervisor took from the disturbed ones, in nanoseconds over all cores.
  package private(set) var stolenNanoseconds = 0.0
  /// What other processes and the kernel took from the disturbed ones, in nanoseconds over all cores.
  package private(set) var otherWorkNanoseconds = 0.0

  /// Makes a tally of no trials.
  package init() {}

  /// Takes in one trial of a machine with so many cores.
  package mutating func include(_ trial: Trial, logicalCores: Int) {
    let conditions = [Metric.stolenTime.name, Metric.otherWork.name]
    guard trial.measurements.contains(where: { conditions.contains($0.metric) }) else { return }
    observedTrials += 1
    guard let interference = trial.interference(logicalCores: logicalCores) else { return }
    disturbedTrials += 1
    stolenNanoseconds += interference.stolenNanoseconds ?? 0
    otherWorkNanoseconds += interference.otherWorkNanoseconds ?? 0
  }
}
