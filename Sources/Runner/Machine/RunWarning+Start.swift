package import BenchmarkModel

extension RunWarning {
  /// What a reader should know of the machine and the build as they are when a run begins.
  ///
  /// - Parameters:
  ///   - machine: What it runs on.
  ///   - load: The load average of the last minute; nil when unknown. More than half the cores is
  ///     too much: then on average another task takes part of a core that a trial wants.
  ///   - isDirty: Whether the source tree has changes; nil outside a checkout.
  ///   - isDebugBuild: Whether the programs were built without optimization.
  ///   - calibration: What `NoiseProbe` saw; empty when nobody looked.
  ///   - busiest: The processes that used most processor time during the calibration, busiest first.
  package static func atStart(
    machine: Machine,
    load: Double?,
    isDirty: Bool?,
    isDebugBuild: Bool = RunWarning.isDebugBuild,
    calibration: [CalibrationFigure: Double] = [:],
    busiest: [String] = []
  ) -> [RunWarning] {
    let warnings = [
      load.flatMap { busyMachine(load: $0, cores: machine.logicalCores, busiest) },
      isDebugBuild ? debugBuild : nil,
      isDirty == true ? dirtyTree : nil,
      machine.facts["governor"].flatMap { $0 == "performance" ? nil : unsteadyClock(governor: $0) },
      noisyMachine(calibration, machine, load: load, busiest),
    ]
    return warnings.compactMap { $0 }
  }

  /// Whether this module was built without optimization; the trial programs are built with it.
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
      "The machine was busy when the run began: load \(load) on \(cores) cores. Times can be too "
        + "long; end other work\(named(busiest)) or wait, and measure again."
    )
  }

  /// Whether on average more than half the cores had other work.
  static func isBusy(_ load: Double, cores: Int) -> Bool { load > 0.5 * Double(cores) }

  /// The busiest processes in parentheses; empty when none is known.
  static func named(_ busiest: [String]) -> String {
    busiest.isEmpty ? "" : " (just now: \(busiest.joined(separator: ", ")))"
  }

  private static let debugBuild = RunWarning(
    .debugBuild,
    "The Swift programs are debug builds, so their times say nothing. Build with: make build"
  )

  private static let dirtyTree = RunWarning(
    .dirtyTree,
    "The source tree had changes that are not in its commit, so the commit alone does not tell what "
      + "was measured. Commit them and measure again."
  )

  private static func unsteadyClock(governor: String) -> RunWarning {
    RunWarning(
      .unsteadyClock,
      "The frequency governor is \"\(governor)\", so the clock speed follows the load. Set it "
        + "with: cpupower frequency-set --governor performance"
    )
  }
}
