package import BenchmarkModel

extension RunWarning {
  /// The warnings about the machine and the build when a run begins.
  ///
  /// - Parameters:
  ///   - machine: The machine of the run.
  ///   - load: The one-minute load average; nil if unknown. More than half the cores is too much:
  ///     on average another task then uses part of a core that a trial needs.
  ///   - isDirty: Whether the source tree has uncommitted changes; nil outside a checkout.
  ///   - debugBuild: How to build the programs with optimization; nil if they were built with it.
  ///   - calibration: What `NoiseProbe` measured; empty if it was not run.
  ///   - busiest: The processes that used the most processor time during the calibration, busiest
  ///     first.
  package static func atStart(
    machine: Machine,
    load: Double?,
    isDirty: Bool?,
    debugBuild remedy: String? = RunWarning.isDebugBuild ? "make build" : nil,
    calibration: [CalibrationFigure: Double] = [:],
    busiest: [String] = []
  ) -> [RunWarning] {
    let warnings = [
      load.flatMap { busyMachine(load: $0, cores: machine.logicalCores, busiest) },
      remedy.map(debugBuild),
      isDirty == true ? dirtyTree : nil,
      machine.facts["governor"].flatMap { $0 == "performance" ? nil : unsteadyClock(governor: $0) },
      noisyMachine(calibration, machine, load: load, busiest),
    ]
    return warnings.compactMap { $0 }
  }

  /// Whether this module was built without optimization; the trial programs of this tree are built the same
  /// way.
  package static var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  private static func busyMachine(
    load: Double, cores: Int, _ busiest: [String]
  ) -> RunWarning? {
    guard isBusy(load, cores: cores) else { return nil }
    return RunWarning(
      .busyMachine,
      "The machine was busy with other work: load \(load) on "
        + "\(cores == 1 ? "1 core" : "\(cores) cores"). Times can be too long; end other work\(named(busiest)) or wait, and measure again."
    )
  }

  /// Whether more than half the cores were busy with other work, on average.
  static func isBusy(_ load: Double, cores: Int) -> Bool { load > 0.5 * Double(cores) }

  /// The busiest processes in parentheses; empty if none are known.
  static func named(_ busiest: [String]) -> String {
    busiest.isEmpty ? "" : " (just now: \(busiest.joined(separator: ", ")))"
  }

  private static func debugBuild(remedy: String) -> RunWarning {
    RunWarning(
      .debugBuild,
      "The Swift programs are debug builds, so their times mean nothing. Build with: \(remedy)")
  }

  private static let dirtyTree = RunWarning(
    .dirtyTree,
    "The source tree had uncommitted changes, so the commit alone does not identify what was "
      + "measured. Commit them and measure again."
  )

  private static func unsteadyClock(governor: String) -> RunWarning {
    RunWarning(
      .unsteadyClock,
      "The frequency governor is \"\(governor)\", so the clock speed follows the load. Set it "
        + "with: cpupower frequency-set --governor performance"
    )
  }
}
