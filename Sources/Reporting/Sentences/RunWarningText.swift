import Analysis
import BenchmarkModel

extension Run {
  /// What its warnings mean for a reader, a sentence or two each.
  ///
  /// The stored messages say what the user could have done, and name processes of that machine.
  ///
  /// - Parameter tally: How many trials of the run were disturbed.
  func warningTexts(_ tally: InterferenceTally) -> [String] {
    warnings.map { warning in
      switch warning.kind {
      case .busyMachine:
        loadBefore.map {
          "The machine was busy with other work before the run: load \(numberText($0, lastDigit: -2)) on "
            + "\(counted(machine.logicalCores, "core")). Times can be too long."
        } ?? warning.message
      case .noisyMachine: noiseText ?? warning.message
      case .disturbedTrials:
        tally.disturbedTrials == 0
          ? warning.message
          : "Other work or the hypervisor disturbed \(groupedText(tally.disturbedTrials)) of "
            + "\(counted(tally.observedTrials, "trial")). Their times can be too long; they are marked and "
            + "kept."
      case .dirtyTree:
        "The source tree had uncommitted changes, so the commit alone does not identify what was measured."
      case .debugBuild:
        "The Swift programs are debug builds, so their times mean nothing."
      case .unsteadyClock:
        machine.facts["governor"].map {
          "The frequency governor is “\($0)”, so the clock speed follows the load."
        } ?? warning.message
      case .staleProgram, .unusableValue: warning.message
      }
    }
  }

  /// How much equal work varied before the run; nil without a calibration.
  private var noiseText: String? {
    var seen: [String] = []
    if let median = calibration[.spinMedian], let longest = calibration[.spinMaximum] {
      let texts = [longest, median].map { quantityText($0, .nanoseconds) }
      seen.append("identical arithmetic took up to \(texts[0]) instead of \(texts[1])")
    }
    if let longest = calibration[.timerMaximum] {
      seen.append("a sleep of 1 ms ended up to \(quantityText(longest, .nanoseconds)) late")
    }
    guard !seen.isEmpty else { return nil }
    return
      "Before the run, other work used the cores: \(seen.joined(separator: ", and ")). A single time "
      + "can be too long by that much, and short times vary most."
  }
}
