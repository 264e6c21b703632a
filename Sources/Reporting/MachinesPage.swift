import BenchmarkModel

/// The values of the page of machines.
struct MachinesPage: Sendable {
  /// A run with what it ran on.
  struct Entry: Sendable {
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
    var facts: Table
    var toolchains: Table
    /// What the trials said of the versions of language and libraries.
    var versions: Table?
    var warnings: [String]
  }

  var entries: [Entry]
  var absence: String?
}

extension MachinesPage {
  /// Gathers the runs in the order of their workloads.
  static func page(_ results: [WorkloadResult]) -> ReportPage {
    var runs: [Run] = []
    for run in results.compactMap(\.workload.run) where !runs.contains(where: { $0.id == run.id }) {
      runs.append(run)
    }
    let entries = runs.map { run in
      Entry(run, results.filter { $0.workload.run?.id == run.id })
    }
    let context = MachinesPage(
      entries: entries, absence: entries.isEmpty ? "Nothing has been measured yet." : nil)
    return ReportPage(
      name: "machines", title: "Machines",
      description: "What each run ran on, what built its programs, and what to beware of.",
      menuTitle: "Machines", template: "machines", context: context)
  }
}

extension MachinesPage.Entry {
  fileprivate init(_ run: Run, _ results: [WorkloadResult]) {
    heading = "Run \(shortID(run))"
    self.run = .code(run.id)
    begun = timeText(run.startedAt)
    ended = run.finishedAt.map(timeText) ?? "not complete"
    preset = run.preset
    seed = "\(run.seed)"
    tool = run.toolVersion
    commit = run.commit.map { .code($0) }
    tree =
      switch run.isDirty {
      case true: "with changes that are not in the commit"
      case false: "without changes"
      default: "outside a checkout"
      }
    workloads = enumerated(results.map(\.workload.name))
    facts = Table([.words("Fact"), .words("Value")], rows: Self.facts(of: run.machine))
    toolchains = Table(
      [.words("Tool"), .words("Version")],
      rows: run.toolchains.map { [.text($0.name), .text($0.version)] })
    versions = Self.versions(results)
    warnings = run.warnings.map(\.message)
  }

  private static func facts(of machine: Machine) -> [[Table.Cell]] {
    let known: [(String, String?)] = [
      ("Processor", machine.cpuModel), ("Instruction set", machine.architecture),
      ("Logical cores", groupedText(machine.logicalCores)),
      ("Memory", machine.memoryBytes.map { quantityText(Double($0), .bytes) }),
      ("Operating system", machine.operatingSystem), ("Kernel", machine.kernel),
    ]
    let further = machine.facts.sorted { $0.key < $1.key }.map { ($0.key, Optional($0.value)) }
    let rows = (known + further).map { name, value in
      [Table.Cell.text(name), .text(value ?? Reference.notStated)]
    }
    return rows + [[.text("Fingerprint"), .markup(.code(machine.fingerprint))]]
  }

  /// The versions that the programs state themselves, each with where it was stated.
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
    return Table([.words("Workload"), .words("Runtime"), .words("Says it is")], rows: rows)
  }
}
