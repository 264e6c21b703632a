package import BenchmarkModel

extension RunWarning {
  /// How many times as long as the median the longest round of equal arithmetic may be.
  ///
  /// A round takes some 100 µs. A timer's interrupt lengthens it by a fraction; a task that is given
  /// the core keeps it for milliseconds. Beside a compiler on two cores the longest of 2,000 rounds
  /// of 73 µs took 4.7 to 80 ms.
  static let toleratedSpinRatio = 10.0

  /// By how many nanoseconds the longest sleep may overshoot: 1 ms.
  ///
  /// Linux adds a slack of 50 µs to each sleep, and waking takes some 20 µs more. Beside a compiler
  /// on two cores the longest of 100 overshoots was mostly 1.5 to 13 ms.
  static let toleratedOvershoot = 1_000_000.0

  /// What the calibration says of the machine; nil when it is quiet or nobody looked.
  static func noisyMachine(
    _ calibration: [CalibrationFigure: Double], _ machine: Machine, load: Double?,
    _ busiest: [String]
  ) -> RunWarning? {
    var seen: [String] = []
    if let median = calibration[.spinMedian], let longest = calibration[.spinMaximum],
      longest > toleratedSpinRatio * median
    {
      seen.append(
        "equal arithmetic took up to \(microseconds(longest)) instead of \(microseconds(median))")
    }
    if let longest = calibration[.timerMaximum], longest > toleratedOvershoot {
      seen.append("a sleep of 1 ms came \(microseconds(longest)) late")
    }
    guard !seen.isEmpty else { return nil }
    return RunWarning(
      .noisyMachine,
      "The machine was noisy before the run: \(seen.joined(separator: ", and ")). Something else "
        + "had the cores for that long, so single times can be too long by as much, and short ones "
        + "vary most. " + remedies(machine, load: load, busiest))
  }

  /// What the trials of a run say of the machine while it lasted; nothing when none was disturbed.
  ///
  /// - Parameters:
  ///   - trials: All trials of the run, those of an earlier invocation included.
  ///   - loadBefore: The load average of the last minute when the run began; nil when unknown.
  ///   - loadAfter: The load average when it ended, much of it the run's own; nil when unknown.
  package static func atEnd(
    trials: InterferenceTally, loadBefore: Double?, loadAfter: Double?
  ) -> [RunWarning] {
    guard trials.disturbedTrials > 0 else { return [] }
    let takers = [
      ("the hypervisor", trials.stolenNanoseconds), ("other work", trials.otherWorkNanoseconds),
    ]
    // Who took less than a twentieth of it is not worth a word of advice.
    let least = 0.05 * (trials.stolenNanoseconds + trials.otherWorkNanoseconds)
    let taken = takers.filter { $0.1 > 0 && $0.1 >= least }
      .map { "\($0) took \(Duration.nanoseconds(Int64($1)).secondsText)" }
      .joined(separator: " and ")
    let loads = [("before", loadBefore), ("after", loadAfter)]
      .compactMap { name, load in load.map { "\($0) \(name)" } }.joined(separator: ", ")
    let count = trials.disturbedTrials
    let advice = [
      trials.stolenNanoseconds > least ? dedicatedMachine : nil,
      trials.otherWorkNanoseconds > least ? "End other work and measure again." : nil,
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
    "What a hypervisor takes comes from outside this machine: nothing here mends it, a dedicated "
    + "machine or a quieter hour does."

  /// What could still be done, without what has been done already.
  ///
  /// Random addresses are not among it: each trial is a process of its own, so the layouts of memory
  /// are sampled like everything else, and to fix one would hide what it adds.
  private static func remedies(
    _ machine: Machine, load: Double?, _ busiest: [String]
  ) -> String {
    let facts = machine.facts
    let online = facts["onlineCores"].flatMap { Int($0) } ?? 0
    // Fewer cores are another machine to every workload that scales, so few are never made fewer.
    let isWhole = online >= 4 && machine.logicalCores == online
    let advice: [String?] = [
      load.map { isBusy($0, cores: machine.logicalCores) } == true || !busiest.isEmpty
        ? "End other work\(named(busiest)) and measure again." : nil,
      facts["governor"].flatMap { $0 == "performance" ? nil : governorAdvice },
      facts["turbo"] == "on"
        ? "Switch the turbo off, whose speed depends on heat and neighbours: \(turboCommand)" : nil,
      isWhole
        ? "Leave a core to the rest of the system: taskset --cpu-list 1-\(online - 1) parallax …"
        : nil,
      facts["virtualization"] == "hypervisor" ? dedicatedMachine : nil,
    ]
    let given = advice.compactMap { $0 }
    return given.isEmpty ? "Wait and measure again." : given.joined(separator: " ")
  }

  private static let governorAdvice =
    "Set the governor: cpupower frequency-set --governor performance."

  /// The file that exists is the one of the driver in use.
  private static let turboCommand =
    "write 1 to /sys/devices/system/cpu/intel_pstate/no_turbo or 0 to "
    + "/sys/devices/system/cpu/cpufreq/boost."

  private static func microseconds(_ nanoseconds: Double) -> String {
    "\(Int((nanoseconds / 1_000).rounded())) µs"
  }
}
