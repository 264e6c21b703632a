import BenchmarkModel
import Fixtures
import Runner

/// The state of the machine, its tools and its noise just before a measurement.
struct MachineLook {
  let machine: Machine
  /// The one-minute load average; nil if it was not read.
  let load: Double?
  /// The commit of the source tree; nil outside a checkout.
  let source: ToolchainProbe.SourceState?
  let swift: Toolchain?
  let calibration: [CalibrationFigure: Double]
  let warnings: [RunWarning]

  /// Examines the machine, which takes about half a second.
  init(in tree: SourceTree) {
    let probe = MachineProbe()
    let tools = ToolchainProbe()
    var machine = probe.machine()
    machine.facts["loadThreads"] = LoadPriority.ofThisProcess.rawValue
    self.machine = machine
    load = probe.loadAverage()
    source = tools.sourceState(of: tree.root)
    swift = tools.swiftOnPath()
    let before = ProcessTimes()
    calibration = NoiseProbe(programs: tree.toolFolder).calibration()
    warnings = RunWarning.atStart(
      machine: machine, load: load, isDirty: source?.isDirty,
      debugBuild: tree.debugBuildRemedy, calibration: calibration,
      busiest: ProcessTimes().busiest(since: before))
  }
}
