import BenchmarkModel
import Fixtures
import Runner

/// The state of the machine, its tools and its noise just before a measurement.
struct MachineLook {
  let machine: Machine
  /// The one-minute load average; nil if it was not read.
  let load: Double?
  /// The commit of the source tree, or that a kit was made from; nil outside both.
  let source: ToolchainProbe.SourceState?
  /// The Swift compiler on the path, and the one that a kit was made with.
  let toolchains: [Toolchain]
  let calibration: [CalibrationFigure: Double]
  let warnings: [RunWarning]

  /// Examines the machine, which takes about half a second, or a tenth of that if `isBrief`.
  ///
  /// Before programs of the user are measured, the look is brief, and leaves out what they do not come from:
  /// the Swift compiler, the commit and the build of the tree.
  ///
  /// - Throws: `RunnerError.unreadable` or `.badKit` for a kit whose manifest cannot be used.
  init(in tree: SourceTree, isBrief: Bool = false) throws {
    let isOfPrograms = !tree.locator.commands.isEmpty
    let kit = try KitManifest(in: tree.root)
    let probe = MachineProbe()
    let tools = ToolchainProbe()
    var machine = probe.machine()
    machine.facts["loadThreads"] = LoadPriority.ofThisProcess.rawValue
    self.machine = machine
    load = probe.loadAverage()
    // A kit may lie in the checkout of another project.
    source = isOfPrograms ? nil : kit.map(\.source) ?? tools.sourceState(of: tree.root)
    toolchains = isOfPrograms ? [] : [tools.swiftOnPath(), kit?.swift].compactMap(\.self)
    let before = ProcessTimes()
    calibration = NoiseProbe(programs: isOfPrograms ? nil : tree.toolFolder)
      .calibration(isBrief: isBrief || isOfPrograms)
    warnings = RunWarning.atStart(
      machine: machine, load: load, isDirty: source?.isDirty,
      debugBuild: isOfPrograms ? nil : tree.debugBuildRemedy, calibration: calibration,
      busiest: ProcessTimes().busiest(since: before))
  }
}
