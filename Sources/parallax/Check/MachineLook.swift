import BenchmarkModel
import Runner

/// What the machine, its tools and its noise look like just before something is measured.
struct MachineLook {
  let machine: Machine
  /// The load average of the last minute; nil when not read.
  let load: Double?
  /// Of what commit the source tree is; nil outside a checkout.
  let source: ToolchainProbe.SourceState?
  let swift: Toolchain?
  let calibration: [CalibrationFigure: Double]
  let warnings: [RunWarning]

  /// Looks at the machine, which takes about half a second.
  init(in tree: SourceTree) {
    let probe = MachineProbe()
    let tools = ToolchainProbe()
    machine = probe.machine()
    load = probe.loadAverage()
    source = tools.sourceState(of: tree.root)
    swift = tools.swiftOnPath()
    let before = ProcessTimes()
    calibration = NoiseProbe(programs: tree.locator.programs).calibration()
    warnings = RunWarning.atStart(
      machine: machine, load: load, isDirty: source?.isDirty, calibration: calibration,
      busiest: ProcessTimes().busiest(since: before))
  }
}
