import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import References
import Runner
import Store
import WorkloadCatalog
import WorkloadKit

/// Lists things by kind, one per row.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "List workloads, runtimes, toolchains, implementations, presets, queries, runs, sources or "
      + "claims.")

  enum Subject: String, CaseIterable {
    case workloads, runtimes, toolchains, implementations, presets, queries, runs, sources, claims
  }

  @Argument(
    help: ArgumentHelp(
      "What to list: workloads, runtimes, toolchains, implementations, presets, queries, runs, "
        + "sources or claims."),
    completion: .list(Subject.allCases.map(\.rawValue)),
    transform: { name in
      guard let subject = Subject(rawValue: name) else {
        throw unknownName("subject", name, among: Subject.allCases.map(\.rawValue))
      }
      return subject
    })
  var subject: Subject

  @Option(
    help: ArgumentHelp(
      "Only implementations in this runtime; may be repeated.", valueName: "id"))
  var runtime: [String] = []

  @OptionGroup var database: DatabaseOption

  @OptionGroup var treeOption: TreeOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    if !runtime.isEmpty, subject != .implementations {
      throw ValidationError("--runtime applies to list implementations only. Remove it.")
    }
  }

  func run() throws {
    switch subject {
    case .workloads: try listWorkloads()
    case .runtimes: try listRuntimes()
    case .toolchains: try listToolchains()
    case .implementations: try listImplementations()
    case .presets: try listPresets()
    case .queries: try listQueries()
    case .runs: try listRuns()
    case .sources: try listSources()
    case .claims: try listClaims()
    }
  }

  private func listWorkloads() throws {
    var rows = RowPrinter(output.format, columns: ["workload", "title", "operation", "standard"])
    for workload in Catalog.workloads {
      let sizes = PresetCases(of: workload, for: .standard).parameters.map { parameters in
        parameters.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
      }
      rows.add([
        .text(workload.name), .text(workload.title), .text(workload.operation),
        .text(sizes.joined(separator: "; ")),
      ])
    }
    try rows.finish()
  }

  private func listRuntimes() throws {
    let tree = try SourceTree.orEmbedded()
    let implemented = try tree.locator.implementations().filter { $0.status != .notImplemented }
    var rows = RowPrinter(
      output.format, columns: ["runtime", "label", "language", "default", "implemented"])
    for description in tree.runtimes.descriptions {
      let own = implemented.filter {
        $0.implementation.runtime == description.runtime && $0.implementation.variant == nil
      }
      rows.add([
        .text(description.runtime.id), .text(description.runtime.label),
        .optional(tree.runtimes.language(of: description.runtime)?.name),
        .text(description.isDefault ? "yes" : "no"), .count(own.count),
      ])
    }
    try rows.finish()
  }

  private func listToolchains() throws {
    let tree = try SourceTree.orEmbedded()
    var rows = RowPrinter(
      output.format,
      columns: ["language", "toolchain", "version", "status", "programs", "remedy"])
    for language in tree.runtimes.languages {
      let counts = try tree.locator.toolchains(of: language).map { toolchain in
        (toolchain: toolchain, programs: try tree.locator.programCount(of: toolchain))
      }.filter { $0.toolchain.label == nil || $0.programs > 0 }
      for (toolchain, programs) in counts {
        rows.add([
          .text(language.folder), .text(toolchain.label ?? Implementation.defaultToolchain),
          .optional(toolchain.version), .text(programs > 0 ? "built" : "not built"),
          .count(programs), programs > 0 ? .null : .text(language.build),
        ])
      }
      let built = counts.filter { $0.programs > 0 }.map(\.toolchain)
      for version in language.toolchains where !built.contains(where: { $0.isMeant(by: version) }) {
        rows.add([
          .text(language.folder), .text(version), .null, .text("not built"), .count(0),
          .text(language.buildCommand(of: version)),
        ])
      }
    }
    try rows.finish()
    let swift = tree.runtimes.languages.first { $0.runtimes.contains { $0.style != nil } }
    if let swift, !tree.isPackage {
      writeError(
        wrapped(
          "Another Swift compiler: \(swift.buildCommand(of: "6.2.3")). Other flags: "
            + "\(swift.buildCommand(of: "unchecked", version: "6.3 -Ounchecked")).") + "\n")
    }
  }

  private func listImplementations() throws {
    let tree = try SourceTree.orEmbedded()
    let known = tree.runtimes.runtimes.map(\.id)
    if let name = runtime.first(where: { !known.contains($0) }) {
      throw unknownName("runtime", name, among: known)
    }
    var rows = RowPrinter(
      output.format, columns: ["implementation", "status", "listing", "environment", "remedy"])
    for located in try tree.locator.implementations()
    where tree.runtimes.shows(located, among: runtime) {
      rows.add([
        .text(located.implementation.id), .text(located.status.label),
        .optional(located.listingPaths.first),
        .text(located.environmentTexts.joined(separator: " ")),
        located.status == .notInstalled ? .text(located.remedy) : .null,
      ])
    }
    try rows.finish()
  }

  private func listPresets() throws {
    var rows = RowPrinter(
      output.format, columns: ["preset", "seconds", "workload", "sizes", "warm-ups", "iterations"])
    for preset in Preset.allCases {
      for workload in Catalog.workloads {
        let cases = PresetCases(of: workload, for: preset)
        rows.add([
          .text(preset.rawValue), preset.budgetSeconds.map { .count(Int($0)) } ?? .null,
          .text(workload.name), .count(cases.parameters.count), .count(cases.effort.warmups),
          .count(cases.effort.iterations),
        ])
      }
    }
    try rows.finish()
  }

  private func listQueries() throws {
    var rows = RowPrinter(output.format, columns: ["query", "question", "parameters"])
    for query in try SourceTree.orEmbedded().queries() {
      rows.add([
        .text(query.name), .text(query.question),
        .text(query.parameters.map(\.description).joined(separator: " ")),
      ])
    }
    try rows.finish()
  }

  private func listRuns() throws {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    var rows = RowPrinter(
      output.format,
      columns: [
        "run", "names", "tags", "started", "preset", "planned", "finished", "machine",
        "environment", "notes",
      ])
    let (runs, reasons) = try store.allRuns()
    for run in runs {
      rows.add([
        .text(run.id), .text(run.names.joined(separator: " ")),
        .text(run.tags.joined(separator: " ")), .text(run.startedAt.formatted(.iso8601)),
        .text(run.preset), .count(run.plannedTrials), .count(run.finishedTrials),
        .optional(run.machine.cpuModel), .text(run.environment.joined(separator: " ")),
        .text(run.notes.map(\.text).joined(separator: " / ")),
      ])
    }
    try rows.finish()
    try store.warnOfUnusableRows(runs: reasons)
  }

  private func listClaims() throws {
    var rows = RowPrinter(output.format, columns: ["claim", "source", "rules", "sentence"])
    for claim in try SourceTree.orEmbedded().claims() {
      rows.add([
        .text(claim.id), .optional(claim.source), .count(claim.rules.count), .text(claim.sentence),
      ])
    }
    try rows.finish()
  }

  private func listSources() throws {
    let tree = try SourceTree.orEmbedded()
    let path = "Workloads/sources.csv"
    var rows = RowPrinter(
      output.format, columns: ["source", "trust", "published", "author", "title"])
    for source in try ReferenceReader.sources(in: tree.bytes(of: path), path: path) {
      rows.add([
        .text(source.id), .text(source.trust.rawValue), .text(source.published),
        .text(source.author), .text(source.title),
      ])
    }
    try rows.finish()
  }
}

extension RuntimeCatalog {
  /// Whether an implementation is of one of the chosen runtimes; where none is chosen, of those that
  /// are measured by default.
  func shows(_ located: LocatedImplementation, among chosen: [String]) -> Bool {
    let runtime = located.implementation.runtime
    return chosen.isEmpty ? self[runtime]?.isDefault == true : chosen.contains(runtime.id)
  }
}

extension LocatedImplementation.Status {
  /// The status in words.
  var label: String {
    switch self {
    case .ready: "implemented"
    case .notInstalled: "not installed"
    case .notImplemented: "not implemented"
    }
  }
}
