import ArgumentParser
import BenchmarkModel
import Runner
import WorkloadKit

/// Reports what this machine has, what it lacks, and how to fix that.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check this machine and its tools, and show how to fix what is missing.",
    discussion: """
      Also measures the machine's noise, as measure does before a run. Takes about a second.
      """)

  @OptionGroup var output: FormatOption

  func run() throws {
    let tree = try SourceTree()
    let look = MachineLook(in: tree)
    var findings = Findings(output.format)
    findings.add(look.machine, load: look.load)
    let descriptors = raisedDescriptorLimit()
    findings.add("open files allowed", "\(descriptors)", advice: advice(onDescriptors: descriptors))
    let isNoisy = look.warnings.contains { $0.kind == .noisyMachine }
    findings.add(look.calibration, judgment: isNoisy ? "noisy; see the warning" : "quiet")
    findings.add(
      "commit", look.source.map { $0.commit.prefix(12) + ($0.isDirty ? " and changes" : "") })
    for language in tree.runtimes.languages {
      let version = ToolchainProbe().version(of: language, in: tree.root)
      findings.add(
        language.folder, version, advice: version == nil ? toolchainAdvice(language) : nil)
    }
    for located in try tree.locator.implementations()
    where tree.runtimes.shows(located, among: []) {
      findings.add(
        located.implementation.id, located.status.label,
        advice: located.status == .notInstalled ? located.remedy : nil)
    }
    for warning in look.warnings {
      findings.add("warning", warning.kind.rawValue, advice: warning.message)
    }
    try findings.finish()
  }

  private func toolchainAdvice(_ language: LanguageDescription) -> String {
    "There is no working \(language.versionCommand[0]) on the path. Install \(language.name), and "
      + "then run \(language.build), which says what it needs."
  }

  private func advice(onDescriptors limit: Int) -> String? {
    // The largest case of echo-server, plus what its load keeps open.
    let needed = 10_000 + 64
    guard limit < needed else { return nil }
    return "echo-server with 10,000 connections needs \(needed), in the server and in its load, "
      + "and will be refused. Raise the hard limit as root: ulimit -Hn 16384"
  }
}

/// The rows that `doctor` prints.
private struct Findings {
  private var rows: RowPrinter
  // A terminal is too narrow for an advice column, so advice is printed below the table.
  private let isTable: Bool
  private var advised: [String] = []

  init(_ format: OutputFormat) {
    isTable = format == .table
    rows = RowPrinter(format, columns: ["what", "found"] + (isTable ? [] : ["advice"]))
  }

  mutating func add(_ what: String, _ found: String?, advice: String? = nil) {
    rows.add([.text(what), .text(found ?? "unknown")] + (isTable ? [] : [.optional(advice)]))
    if let advice { advised.append("\(what): \(advice)") }
  }

  mutating func add(_ machine: Machine, load: Double?) {
    add("processor", machine.cpuModel)
    add("cores", machine.coresText)
    add("memory", machine.memoryBytes.map { "\($0 / 1_000_000) MB" })
    add("system", machine.operatingSystem)
    add("kernel", machine.kernel)
    add("load, last minute", load.map { "\($0)" })
    for (name, value) in machine.facts.sorted(by: { $0.key < $1.key }) { add(name, value) }
  }

  mutating func add(_ calibration: [CalibrationFigure: Double], judgment: String) {
    for figure in CalibrationFigure.allCases {
      let isOfTrial = figure == .emptyTrial || figure == .emptyMeasure
      let found = calibration[figure].map { nanoseconds in
        nanoseconds < 10_000
          ? "\(Int(nanoseconds.rounded())) ns" : "\(Int((nanoseconds / 1_000).rounded())) µs"
      }
      add(figure.label, found, advice: isOfTrial && found == nil ? "make build" : nil)
    }
    add("noise", judgment)
  }

  mutating func finish() throws {
    try rows.finish()
    guard isTable, !advised.isEmpty else { return }
    print("\nTo fix:")
    for advice in advised { print(wrapped("- \(advice)")) }
  }
}
