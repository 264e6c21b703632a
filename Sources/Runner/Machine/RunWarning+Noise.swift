package import BenchmarkModel

extension RunWarning {
  /// How many times the median the slowest round of identical arithmetic may take.
  ///
  /// A round takes about 100 µs. A timer interrupt lengthens it by a fraction; a task that gets the
  /// core keeps it for milliseconds. With a compiler running on the same two cores, the slowest of
  /// 2,000 rounds of 73 µs took 4.7 to 80 ms.
  static let toleratedSpinRatio = 10.0

  /// By how many nanoseconds a sleep may overrun at most: 1 ms.
  ///
  /// Linux adds a slack of 50 µs to each sleep, and waking takes about 20 µs more. With a compiler
  /// running on the same two cores, the worst of 100 overruns was usually 1.5 to 13 ms.
  static let toleratedOvershoot = 1_000_000.0

  /// The warning for a noisy machine; nil if it is quiet or there is no calibration.
  static func noisyMachine(
    _ calibration: [CalibrationFigure: Double], _ machine: Machine, load: Double?,
    _ busiest: [String]
  ) -> RunWarning? {
    var seen: [String] = []
    if let median = calibration[.spinMedian], let longest = calibration[.spinMaximum],
      longest > toleratedSpinRatio * median
    {
      seen.append(
        "identical arithmetic took up to \(microseconds(longest)) instead of \(microseconds(median))"
      )
    }
    if let longest = calibration[.timerMaximum], longest > toleratedOvershoot {
      seen.append("a sleep of 1 ms ended \(microseconds(longest)) late")
    }
    guard !seen.isEmpty else { return nil }
    return RunWarning(
      .noisyMachine,
      "The machine was noisy before the run: \(seen.joined(separator: ", and ")). Other work "
        + "used the cores during that time, so a single time can be too long by that much, and short "
        + "times vary most. " + remedies(machine, load: load, busiest))
  }

  /// The warnings about interference during a run; empty if no trial was disturbed.
  ///
  /// - Parameters:
  ///   - trials: All trials of the run, including those of an earlier invocation.
  ///   - loadBefore: The one-minute load average when the run began; nil if unknown.
  ///   - loadAfter: The load average when it ended, much of it caused by the run; nil if unknown.
  package static func atEnd(
    trials: InterferenceTally, loadBefore: Double?, loadAfter: Double?
  ) -> [RunWarning] {
    guard trials.disturbedTrials > 0 else { return [] }
    let takers = [
      ("the hypervisor", trials.stolenNanoseconds), ("other work", trials.otherWorkNanoseconds),
    ]
    // Whatever took less than a twentieth is not worth advice.
    let threshold = 0.05 * (trials.stolenNanoseconds + trials.otherWorkNanoseconds)
    let taken = takers.filter { $0.1 > 0 && $0.1 >= threshold }
      .map { "\($0) took \(Duration.nanoseconds(Int64(min($1, 9e18))).secondsText)" }
      .joined(separator: " and ")
    let loads = [("before", loadBefore), ("after", loadAfter)]
      .compactMap { name, load in load.map { "\($0) \(name)" } }.joined(separator: ", ")
    let count = trials.disturbedTrials
    let advice = [
      trials.stolenNanoseconds > threshold ? dedicatedMachine : nil,
      trials.otherWorkNanoseconds > threshold ? "Stop other work and measure again." : nil,
    ].compactMap { $0 }
    return [
      RunWarning(
        .disturbedTrials,
        "\(count) of \(trials.observedTrials) trials \(count == 1 ? "was" : "were") disturbed: "
          + "while they ran, \(taken) of processor time"
          + (loads.isEmpty ? "" : " (load \(loads))")
          + ". Their times can be too long; they are marked and kept. "
          + advice.joined(separator: " "))
    ]
  }

  private static let dedicatedMachine =
    "A hypervisor takes time for reasons outside this machine: use a dedicated machine or a "
    + "quieter hour."

  /// What the user can still do, without what is already done.
  ///
  /// Disabling address randomization is not on the list: each trial is a separate process, so memory
  /// layouts are sampled like everything else, and fixing one would hide its effect.
  private static func remedies(
    _ machine: Machine, load: Double?, _ busiest: [String]
  ) -> String {
    let facts = machine.facts
    let online = facts["onlineCores"].flatMap { Int($0) } ?? 0
    // Using fewer cores changes every workload that scales, so do not suggest it on a small machine.
    let isWhole = online >= 4 && machine.logicalCores == online
    let advice: [String?] = [
      load.map { isBusy($0, cores: machine.logicalCores) } == true || !busiest.isEmpty
        ? "Stop other work\(named(busiest)) and measure again." : nil,
      facts["governor"].flatMap { $0 == "performance" ? nil : governorAdvice },
      facts["turbo"] == "on"
        ? "Disable turbo, whose speed depends on temperature and load: \(turboCommand)" : nil,
      isWhole
        ? "Leave one core to the rest of the system: taskset --cpu-list 1-\(online - 1) parallax …"
        : nil,
      facts["virtualization"] == "hypervisor" ? dedicatedMachine : nil,
    ]
    let given = advice.compactMap { $0 }
    return given.isEmpty ? "Wait and measure again." : given.joined(separator: " ")
  }

  private static let governorAdvice =
    "Set the governor: cpupower frequency-set --governor performance."

  /// Only the file of the driver in use exists.
  private static let turboCommand =
    "write 1 to /sys/devices/system/cpu/intel_pstate/no_turbo or 0 to "
    + "/sys/devices/system/cpu/cpufreq/boost."

  private static func microseconds(_ nanoseconds: Double) -> String {
    "\(Int((nanoseconds / 1_000).rounded())) µs"
  }
}
