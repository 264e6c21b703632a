import Analysis
import BenchmarkModel

/// The values of the page of machines.
struct MachinesPage: Encodable, Sendable {
  /// A run with its machine.
  struct Entry: Encodable, Sendable {
    var heading: String
    /// What was run, when, and how many trials were disturbed.
    var run: Table
    var facts: Table
    var toolchains: Table
    /// The versions of languages and libraries that the programs state.
    var versions: Table?
    var warnings: [String]
    /// Notes that people added to the run.
    var notes: [String] = []
    /// Whether some trials were disturbed.
    var isDisturbed: Bool
    /// The machine's noise before the run.
    var calibration: Table?
  }

  /// The machines beside one another; nil with one machine.
  var comparison: MachineComparison?
  /// What the report was asked to show, as a sentence.
  var restriction: String?
  /// The runs that the report leaves out; nil if there are none.
  var omissions: Table?
  var entries: [Entry]
  /// What verdicts on the machine are worth; nil if that was not measured.
  var certificate: CertificateView?
  var absence: String?
  /// What of the database cannot be used, in sentences.
  var unusable: [String] = []
}

extension MachinesPage {
  /// The runs are in the order of their workloads.
  static func page(
    _ results: [WorkloadResult], _ input: ReportInput, _ comparison: MachineComparison? = nil
  ) -> ReportPage {
    var runs: [Run] = []
    for run in results.compactMap(\.workload.run) where !runs.contains(where: { $0.id == run.id }) {
      runs.append(run)
    }
    let entries = runs.map { run in
      var entry = Entry(run, results.filter { $0.workload.run?.id == run.id })
      entry.notes = input.notes[run.id] ?? []
      return entry
    }
    // All runs of the page are of one machine.
    let certificate = input.certificates.first { certificate in
      runs.contains { $0.machine.fingerprint == certificate.run.machine.fingerprint }
    }
    let context = MachinesPage(
      comparison: comparison, restriction: input.restriction,
      omissions: omissions(input.omissions), entries: entries,
      certificate: certificate.map(CertificateView.init),
      absence: entries.isEmpty ? input.absence : nil,
      unusable: input.unusable)
    return ReportPage(
      name: "machines", title: "Machines",
      description: "The machine of each run, its toolchains, and its warnings.",
      menuTitle: "Machines", template: "machines", context: context)
  }
}

extension MachinesPage {
  /// The maximum number of runs that are named one by one.
  private static let maximumNamedRuns = 20

  /// The runs that are newer than what is shown one by one, and how many others there are.
  private static func omissions(_ omissions: [RunOmission]) -> Table? {
    guard !omissions.isEmpty else { return nil }
    let named = omissions.filter(\.isNewer).prefix(maximumNamedRuns)
    let rest = omissions.filter { !named.contains($0) }
    let reasons = RunOmission.Reason.allCases.compactMap { reason -> [Table.Cell]? in
      let runs = rest.filter { $0.reason == reason }.map(\.run)
      let dates = runs.map { dateText($0.startedAt) }.sorted()
      guard let first = dates.first, let last = dates.last else { return nil }
      return [
        .text(counted(Set(runs.map(\.id)).count, "run")),
        .text(first == last ? first : "\(first) to \(last)"), .text(reason.rawValue), .none,
      ]
    }
    return Table(
      [.words("Run"), .words("Started"), .words("Why another is shown"), .words("Workloads")],
      rows: named.map { omission in
        [
          .markup(.code(omission.run.shortID)), .text(timeText(omission.run.startedAt)),
          .text("\(omission.reason.rawValue), though newer"),
          .text(enumerated(omission.workloads)),
        ]
      } + reasons)
  }
}

extension MachinesPage.Entry {
  fileprivate init(_ run: Run, _ results: [WorkloadResult]) {
    heading = "Run \(run.shortID)"
    let tally = InterferenceTally(of: results)
    self.run = Self.table(of: run, results, tally)
    isDisturbed = tally.disturbedTrials > 0
    facts = Table(
      [.words("Fact"), .words("Value")],
      rows: Self.facts(of: run.machine).map { [.text($0.name), .text($0.value)] }
        + [[.text("Fingerprint"), .markup(.code(run.machine.fingerprint))]])
    toolchains = Table(
      [.words("Tool"), .words("Version")],
      rows: run.toolchains.map { [.text($0.name), .text($0.version)] })
    versions = Self.versions(results)
    warnings = run.warningTexts(tally)
    calibration = Self.calibration(of: run)
  }

  private static func table(
    of run: Run, _ results: [WorkloadResult], _ tally: InterferenceTally
  ) -> Table {
    let tree =
      switch run.isDirty {
      case true: "with uncommitted changes"
      case false: "without uncommitted changes"
      default: "outside a checkout"
      }
    let rows: [(String, Table.Cell)?] = [
      ("Identifier", .markup(.code(run.id))), ("Started", .text(timeText(run.startedAt))),
      ("Ended", .text(run.finishedAt.map(timeText) ?? "not complete")),
      ("Preset", .text(run.preset)), ("Seed", .text("\(run.seed)")),
      ("Workloads", .text(enumerated(results.map(\.workload.name)))),
      ("Tool version", .text(run.toolVersion)), run.commit.map { ("Commit", .markup(.code($0))) },
      ("Source tree", .text(tree)),
      loadText(run).map { ("One-minute load average", .text($0)) },
      tally.observedTrials == 0
        ? nil
        : (
          "Disturbed trials",
          .text("\(groupedText(tally.disturbedTrials)) of \(groupedText(tally.observedTrials))")
        ),
    ]
    let added = run.environmentTexts.map {
      ("Added to each environment", Table.Cell.markup(.code($0)))
    }
    return Table(
      [.words("Run"), .words("Value")],
      rows: (rows.compactMap(\.self) + added).map { [.text($0.0), $0.1] })
  }

  private static func loadText(_ run: Run) -> String? {
    let parts = [("at the start", run.loadBefore), ("at the end", run.loadAfter)]
      .compactMap { when, load in load.map { "\(numberText($0, lastDigit: -2)) \(when)" } }
    return parts.isEmpty ? nil : "\(enumerated(parts)), to which the run itself adds"
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

  /// What is known of a machine, without its fingerprint.
  static func facts(of machine: Machine) -> [(name: String, value: String)] {
    let known: [(String, String?)] = [
      ("Processor", machine.cpuModel), ("Instruction set", machine.architecture),
      ("Logical cores", machine.coresText),
      ("Memory", machine.memoryBytes.map { quantityText(Double($0), .bytes) }),
      ("Operating system", machine.operatingSystem), ("Kernel", machine.kernel),
    ]
    let further = machine.facts.sorted { $0.key < $1.key }
      .map { (factLabel($0.key), Optional(factText($0.key, $0.value))) }
    return (known + further).map { name, value in (name, value ?? Reference.notStated) }
  }

  /// A fact's name in words: `cacheL1DataBytes` becomes `Cache L1 data`.
  private static func factLabel(_ name: String) -> String {
    var words = [""]
    for character in name {
      if character.isUppercase { words.append("") }
      words[words.count - 1].append(character)
    }
    if ["Bytes", "Kilohertz"].contains(words.last) { words.removeLast() }
    return capitalized(
      words.map { $0.contains(where: \.isNumber) ? $0 : $0.lowercased() }.joined(separator: " "))
  }

  /// A fact with the unit that its name ends in.
  private static func factText(_ name: String, _ value: String) -> String {
    if let count = Int(value), !name.hasSuffix("Bytes"), !name.hasSuffix("Kilohertz") {
      return groupedText(count)
    }
    guard let number = Double(value) else { return value }
    if name.hasSuffix("Bytes") { return quantityText(number, .bytes) }
    if name.hasSuffix("Kilohertz") { return "\(numberText(number / 1e6, lastDigit: -2)) GHz" }
    return value
  }

  /// The versions that the programs of each runtime state, with the workloads of each.
  private static func versions(_ results: [WorkloadResult]) -> Table? {
    var workloads: [Runtime: [String: [String]]] = [:]
    for result in results {
      let trials = result.workload.trials.map {
        ($0.planned.case.implementation, $0.runtimeVersion)
      }
      let stated = trials.filter { $0.0.toolchain == nil }.map { ($0.0.runtime, $0.1) }
      for (runtime, versions) in Dictionary(grouping: stated, by: \.0) {
        for version in Set(versions.compactMap(\.1)) {
          workloads[runtime, default: [:]][version, default: []].append(result.workload.name)
        }
      }
    }
    guard !workloads.isEmpty else { return nil }
    let rows = workloads.sorted { $0.key < $1.key }.flatMap { runtime, versions in
      versions.sorted { $0.key < $1.key }.map { version, names in
        [
          Table.Cell(mark: runtime.mark, text: runtime.label), .text(version),
          .text(
            names.count == results.count && names.count > 1
              ? "all \(names.count)" : enumerated(names)),
        ]
      }
    }
    return Table([.words("Runtime"), .words("Version"), .words("Workloads")], rows: rows)
  }
}

extension InterferenceTally {
  /// The trials that the results are made from.
  init(of results: [WorkloadResult]) {
    self.init()
    for result in results {
      guard let cores = result.workload.run?.machine.logicalCores else { continue }
      for trial in result.workload.trials { include(trial, logicalCores: cores) }
    }
  }

  /// The share of disturbed trials; nil if none recorded what else the machine did.
  var share: Double? {
    observedTrials == 0 ? nil : Double(disturbedTrials) / Double(observedTrials)
  }
}
