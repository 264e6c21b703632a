import ArgumentParser
import BenchmarkModel
import Runner
import WorkloadKit

/// Says what this machine has, what it lacks, and what to type to mend it.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what this machine has and lacks, and what to type to mend it.",
    discussion: """
      It looks at the machine's noise too, as measure does before a run. That takes about a second.
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
    findings.add(look.calibration, judgement: isNoisy ? "noisy; the warning says why" : "quiet")
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
    findings.finish()
  }

  private func toolchainAdvice(_ language: LanguageDescription) -> String {
    "The path has no \(language.versionCommand[0]) that works. Install \(language.name) for "
      + "\(language.build), which says what it needs."
  }

  private func advice(onDescriptors limit: Int) -> String? {
    // The largest case of echo-server, and what its load has open besides.
    let needed = 10_000 + 64
    guard limit < needed else { return nil }
    return "echo-server with 10,000 connections needs \(needed), in the server and in its load, "
      + "and will be refused. Raise the hard limit as root: ulimit -Hn 16384"
  }
}

/// The rows that `doctor` prints.
private struct Findings {
  private var rows: RowPrinter
  // A terminal is too narrow for the advice beside what was found: there it stands below.
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
    add("cores", "\(machine.logicalCores)")
    add("memory", machine.memoryBytes.map { "\($0 / 1_000_000) MB" })
    add("system", machine.operatingSystem)
    add("kernel", machine.kernel)
    add("load, last minute", load.map { "\($0)" })
    for (name, value) in machine.facts.sorted(by: { $0.key < $1.key }) { add(name, value) }
  }

  mutating func add(_ calibration: [CalibrationFigure: Double], judgement: String) {
    for figure in CalibrationFigure.allCases {
      let isOfTrial = figure == .emptyTrial || figure == .emptyMeasure
      let found = calibration[figure].map { nanoseconds in
        nanoseconds < 10_000
          ? "\(Int(nanoseconds.rounded())) ns" : "\(Int((nanoseconds / 1_000).rounded())) µs"
      }
      add(figure.label, found, advice: isOfTrial && found == nil ? "make build" : nil)
    }
    add("noise", judgement)
  }

  mutating func finish() {
    rows.finish()
    guard isTable, !advised.isEmpty else { return }
    print("\nTo mend:")
    for advice in advised { print(wrapped("- \(advice)")) }
  }
}
