import Analysis
import BenchmarkModel

/// The values of the page of machines.
struct MachinesPage: Encodable, Sendable {
  /// A run with its machine.
  struct Entry: Encodable, Sendable {
    var heading: String
    var run: Markup
    var begun: String
    var ended: String
    var preset: String
    var seed: String
    var tool: String
    var commit: Markup?
    var tree: String
    var workloads: String
    /// The variables that the run added to the environment of its trials.
    var environment: [Markup]
    var facts: Table
    var toolchains: Table
    /// The versions of languages and libraries that the programs state.
    var versions: Table?
    var warnings: [String]
    /// Notes that people added to the run.
    var notes: [String] = []
    var load: String?
    /// How many trials were disturbed; nil when unknown.
    var disturbed: String?
    /// The machine's noise before the run.
    var calibration: Table?
    var certificate: CertificateView?
  }

  var entries: [Entry]
  var absence: String?
  /// What of the database cannot be used, in sentences.
  var unusable: [String] = []
}

extension MachinesPage {
  /// The runs are in the order of their workloads.
  static func page(_ results: [WorkloadResult], _ input: ReportInput) -> ReportPage {
    var runs: [Run] = []
    for run in results.compactMap(\.workload.run) where !runs.contains(where: { $0.id == run.id }) {
      runs.append(run)
    }
    let entries = runs.map { run in
      var entry = Entry(run, results.filter { $0.workload.run?.id == run.id })
      entry.notes = input.notes[run.id] ?? []
      entry.certificate = input.certificates
        .first { $0.run.machine.fingerprint == run.machine.fingerprint }
        .map(CertificateView.init)
      return entry
    }
    let context = MachinesPage(
      entries: entries, absence: entries.isEmpty ? input.absence : nil,
      unusable: input.unusable)
    return ReportPage(
      name: "machines", title: "Machines",
      description: "The machine of each run, its toolchains, and its warnings.",
      menuTitle: "Machines", template: "machines", context: context)
  }
}

extension MachinesPage.Entry {
  fileprivate init(_ run: Run, _ results: [WorkloadResult]) {
    heading = "Run \(run.shortID)"
    self.run = .code(run.id)
    begun = timeText(run.startedAt)
    ended = run.finishedAt.map(timeText) ?? "not complete"
    preset = run.preset
    seed = "\(run.seed)"
    tool = run.toolVersion
    commit = run.commit.map { .code($0) }
    tree =
      switch run.isDirty {
      case true: "with uncommitted changes"
      case false: "without uncommitted changes"
      default: "outside a checkout"
      }
    workloads = enumerated(results.map(\.workload.name))
    environment = run.environmentTexts.map { .code($0) }
    facts = Table([.words("Fact"), .words("Value")], rows: Self.facts(of: run.machine))
    toolchains = Table(
      [.words("Tool"), .words("Version")],
      rows: run.toolchains.map { [.text($0.name), .text($0.version)] })
    versions = Self.versions(results)
    warnings = run.warnings.map(\.message)
    load = Self.loadText(run)
    disturbed = Self.disturbedText(run, results)
    calibration = Self.calibration(of: run)
  }

  private static func loadText(_ run: Run) -> String? {
    let parts = [("at the start", run.loadBefore), ("at the end", run.loadAfter)]
      .compactMap { when, load in load.map { "\(numberText($0, lastDigit: -2)) \(when)" } }
    return parts.isEmpty ? nil : enumerated(parts)
  }

  private static func disturbedText(_ run: Run, _ results: [WorkloadResult]) -> String? {
    var tally = InterferenceTally()
    for trial in results.flatMap(\.workload.trials) {
      tally.include(trial, logicalCores: run.machine.logicalCores)
    }
    guard tally.observedTrials > 0 else { return nil }
    return "\(groupedText(tally.disturbedTrials)) of \(counted(tally.observedTrials, "trial"))"
  }

  private static func calibration(of run: Run) -> Table? {
    let rows = CalibrationFigure.allCases.compactMap { figure in
      run.calibration[figure].map {
        [Table.Cell.text(figure.label), .text(quantityText($0, .nanoseconds))]
      }
    }
    return rows.isEmpty
      ? nil : Table([.words("Before the run"), .numbers("Time")], rows: rows)
  }

  private static func facts(of machine: Machine) -> [[Table.Cell]] {
    let known: [(String, String?)] = [
      ("Processor", machine.cpuModel), ("Instruction set", machine.architecture),
      ("Logical cores", machine.coresText),
      ("Memory", machine.memoryBytes.map { quantityText(Double($0), .bytes) }),
      ("Operating system", machine.operatingSystem), ("Kernel", machine.kernel),
    ]
    let further = machine.facts.sorted { $0.key < $1.key }
      .map { (factLabel($0.key), Optional(factText($0.key, $0.value))) }
    let rows = (known + further).map { name, value in
      [Table.Cell.text(name), .text(value ?? Reference.notStated)]
    }
    return rows + [[.text("Fingerprint"), .markup(.code(machine.fingerprint))]]
  }

  /// A fact's name in words: `cacheL1DataBytes` becomes `Cache L1 data`.
  private static func factLabel(_ name: String) -> String {
    var words = ""
    for character in name {
      if character.isUppercase { words += " " }
      words.append(character)
    }
    for unit in [" Bytes", " Kilohertz"] where words.hasSuffix(unit) {
      words = String(words.dropLast(unit.count))
    }
    return capitalized(words.prefix(1) + words.dropFirst().lowercased())
  }

  /// A fact with the unit that its name ends in.
  private static func factText(_ name: String, _ value: String) -> String {
    guard let number = Double(value) else { return value }
    if name.hasSuffix("Bytes") { return quantityText(number, .bytes) }
    if name.hasSuffix("Kilohertz") { return "\(numberText(number / 1e6, lastDigit: -2)) GHz" }
    return value
  }

  /// The versions that the programs state, by workload and runtime.
  private static func versions(_ results: [WorkloadResult]) -> Table? {
    var rows: [[Table.Cell]] = []
    for result in results {
      for implementation in result.implementations {
        let trials = result.cases.filter { $0.case.implementation == implementation }
          .flatMap(\.trials)
        let versions = Set(trials.compactMap(\.runtimeVersion)).sorted()
        guard !versions.isEmpty else { continue }
        rows.append([
          .text(result.workload.name), .implementation(implementation),
          .text(versions.joined(separator: "; ")),
        ])
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table([.words("Workload"), .words("Runtime"), .words("Version")], rows: rows)
  }
}
