import Analysis
import ArgumentParser
import BenchmarkModel
import Fixtures
import Platform
import Runner
import WorkloadKit

/// Reports what this machine has, what it lacks, and how to fix that.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check this machine and its tools, and show how to fix what is missing.",
    discussion: """
      Problems come first, each with its remedy. Also measures the machine's noise, as measure does \
      before a run. Takes about a second.
      """)

  @OptionGroup var output: FormatOption

  @OptionGroup var treeOption: TreeOption

  @Flag(help: "Show every fact of the machine and every implementation.")
  var all = false

  func run() throws {
    let tree = try SourceTree()
    let look = try MachineLook(in: tree)
    var findings = Findings()
    findings.add(look.machine, load: look.load, facts: all)
    let descriptors = raisedDescriptorLimit()
    findings.add("open files allowed", "\(descriptors)", advice: advice(onDescriptors: descriptors))
    findings.add(refusedEvents: EventCounters().refusals)
    findings.add(loadThreads: look.machine.facts["loadThreads"])
    let isNoisy = look.warnings.contains { $0.kind == .noisyMachine }
    findings.add(look.calibration, judgment: isNoisy ? "noisy; see the warning" : "quiet")
    findings.add(
      "commit", look.source.map { $0.commit.prefix(12) + ($0.isDirty ? " and changes" : "") })
    for language in tree.runtimes.languages {
      let version = ToolchainProbe().version(of: language, in: tree.root)
      findings.add(
        language.folder, version, advice: version == nil ? toolchainAdvice(language) : nil)
    }
    let located = try tree.locator.implementations().filter { tree.runtimes.shows($0, among: []) }
    for runtime in tree.runtimes.defaults {
      findings.add(runtime, located.filter { $0.implementation.runtime == runtime })
    }
    findings.addMissingLibraries(of: located)
    if all {
      for one in located {
        let found = [one.status.label] + one.environmentTexts
        findings.add(one.implementation.id, found.joined(separator: ", "))
      }
    }
    for warning in look.warnings {
      findings.add("warning", warning.kind.rawValue, advice: warning.message)
    }
    try findings.show(output.format)
  }

  private func toolchainAdvice(_ language: LanguageDescription) -> String {
    "There is no working \(language.versionCommand[0]) on the path. Install \(language.name), and "
      + "then run \(language.build), which says what it needs."
  }

  private func advice(onDescriptors limit: Int) -> String? {
    // The largest cases of echo-server and service, plus what their loads keep open.
    let needed = 10_000 + 64
    guard limit < needed else { return nil }
    return
      "echo-server and service with 10,000 connections need \(needed), in the server and in its "
      + "load, and will be refused. Raise the hard limit as root: ulimit -Hn 16384"
  }
}

/// What `doctor` found.
struct Findings {
  struct Finding: Equatable {
    var what: String
    var found: String
    /// How to fix it; nil if it is no problem.
    var advice: String?
  }

  private(set) var all: [Finding] = []

  mutating func add(_ what: String, _ found: String?, advice: String? = nil) {
    all.append(Finding(what: what, found: found ?? "unknown", advice: advice))
  }

  mutating func add(_ machine: Machine, load: Double?, facts: Bool) {
    add("processor", machine.cpuModel)
    add("cores", machine.coresText)
    add("memory", machine.memoryBytes.map { "\($0 / 1_000_000) MB" })
    add("system", machine.operatingSystem)
    add("kernel", machine.kernel)
    add("load, last minute", load.map { "\($0)" })
    guard facts else { return }
    for (name, value) in machine.facts.sorted(by: { $0.key < $1.key }) { add(name, value) }
  }

  /// How soon the threads of a load run; real-time threads need a privilege.
  mutating func add(loadThreads priority: String?) {
    #if os(Linux)
      let isBest = priority == LoadPriority.realTime.rawValue
    #else
      let isBest = true
    #endif
    add(
      "threads of a load", priority,
      advice: isBest
        ? nil
        : "A busy server delays the load of service, tail-latency and echo-server, and more trials are "
          + "invalid. Allow real-time threads: run as root, or set ulimit -r 1")
  }

  /// The events that the kernel counts for each trial, and why it does not count the others.
  mutating func add(refusedEvents refusals: [CountedEvent: SystemError]) {
    func names(_ events: [CountedEvent]) -> String {
      events.isEmpty ? "none" : enumerated(events.map(\.metric.name))
    }
    var parts = [names(CountedEvent.allCases.filter { refusals[$0] == nil })]
    for reason in Set(refusals.values.map(\.code)).sorted() {
      let refused = CountedEvent.allCases.filter { refusals[$0]?.code == reason }
      parts.append("without \(names(refused)): \(Self.text(ofRefusal: reason))")
    }
    let needsRights = refusals.values.contains { $0.code == EACCES }
    add(
      "events for measure --events", parts.joined(separator: "; "),
      advice: needsRights ? "To count them: sudo sysctl kernel.perf_event_paranoid=1" : nil)
  }

  private static func text(ofRefusal code: Int32) -> String {
    switch code {
    case ENOENT, ENODEV, EOPNOTSUPP: "this processor shows no counter, as in most virtual machines"
    case EACCES: "kernel.perf_event_paranoid is above 1"
    case EPERM: "not permitted, as in most containers"
    case ENOSYS: "this system has no such counters"
    default: "\(SystemError(code: code))"
    }
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

  /// A runtime in one line: how many workloads it implements, and which programs are not built.
  mutating func add(_ runtime: Runtime, _ located: [LocatedImplementation]) {
    let defaults = located.filter { $0.implementation.variant == nil }
    let count = defaults.count { $0.status != .notImplemented }
    let missing = located.filter { $0.status == .notInstalled && $0.missingLibrary == nil }
    let isWhole = count == defaults.count ? "all" : "\(count) of"
    let built = missing.isEmpty ? "" : "; \(counted(missing.count, "program")) not built"
    let remedies = missing.map(\.remedy).reduce(into: [String]()) { remedies, remedy in
      if !remedies.contains(remedy) { remedies.append(remedy) }
    }
    let what = remedies.map { "Build what is missing with: \($0)" }
    add(
      runtime.id, "\(isWhole) \(counted(defaults.count, "workload")) implemented\(built)",
      advice: what.isEmpty ? nil : what.joined(separator: " "))
  }

  /// The libraries that variants need, each once.
  mutating func addMissingLibraries(of located: [LocatedImplementation]) {
    for one in located {
      guard let library = one.missingLibrary, !all.contains(where: { $0.what == library }) else {
        continue
      }
      let variant = one.implementation.variant ?? ""
      add(
        library, "not installed",
        advice: "To measure the variants \(variant): \(one.remedy)")
    }
  }

  /// Prints problems first; a table has no column of advice, for which a terminal is too narrow.
  func show(_ format: OutputFormat) throws {
    let problems = all.filter { $0.advice != nil }
    let others = all.filter { $0.advice == nil }
    guard format == .table else {
      var rows = RowPrinter(format, columns: ["what", "found", "advice"])
      for finding in problems + others {
        rows.add([.text(finding.what), .text(finding.found), .optional(finding.advice)])
      }
      return try rows.finish()
    }
    print(problems.isEmpty ? "No problems.\n" : "\(counted(problems.count, "problem")):")
    for problem in problems {
      print(wrapped("- \(problem.what), \(problem.found): \(problem.advice ?? "")"))
    }
    if !problems.isEmpty { print() }
    var rows = RowPrinter(format, columns: ["what", "found"])
    for finding in all where finding.what != "warning" {
      rows.add([.text(finding.what), .text(finding.found)])
    }
    try rows.finish()
  }
}
