import Analysis
import BenchmarkModel
import Runner
import Store
import WorkloadCatalog
import WorkloadKit

/// The workloads of a report: their contracts and listings, and the trials of the runs that are shown.
extension ReportBuilder {
  /// The contracts that the report shows: those of the catalog, and that of whole programs if any were
  /// measured, alone if nothing else was.
  var contracts: [any Workload.Type] {
    let shown = Set(evidence.machines.flatMap(\.shown.keys))
    guard shown.contains(Programs.name) else { return Catalog.workloads }
    return shown.count == 1 ? [Programs.self] : Catalog.measurable
  }

  /// The workloads with their contracts and listings, without runs.
  func bareWorkloads() throws -> [WorkloadInput] {
    let implementations = try tree.locator.implementations()
    return try contracts.map { workload in
      guard workload.name != Programs.name else {
        var input = WorkloadInput(workload, run: nil, trials: [])
        input.readme = Programs.readme
        return input
      }
      let located = implementations.filter { $0.implementation.workload == workload.name }
      let folder = try tree.folder(of: workload.name)
      let absent = located.filter { $0.status == .notImplemented }
      var input = WorkloadInput(workload, run: nil, trials: [])
      input.folder = folder
      input.readme = try tree.text(of: "\(folder)/README.md")
      input.variants = variants(of: workload)
      input.baseline = baseline
      input.notImplemented = Set(absent.map(\.implementation.runtime))
      input.listings = try listings(of: located)
      input.isLeftOut = !choice.workload.isEmpty && !choice.workload.contains(workload.name)
      return input
    }
  }

  /// The workloads with the runs that are shown of a machine.
  func workloads(
    _ bare: [WorkloadInput], measuredOn found: MachineEvidence
  ) throws -> [WorkloadInput] {
    try zip(contracts, bare).map { workload, bare in
      try found.shown[workload.name].map { try measured(bare, workload, in: $0) } ?? bare
    }
  }

  /// The workloads whose versions other runs than the shown ones measured, with each of these runs.
  func versions(_ bare: [WorkloadInput], measuredOn found: MachineEvidence) throws
    -> [WorkloadInput]
  {
    try zip(contracts, bare).flatMap { workload, bare in
      let runs = Dictionary(grouping: found.versions[workload.name] ?? [:], by: \.value)
      var inputs = try runs.map { id, runtimes in
        var input = try measured(bare, workload, in: id)
        input.versions = MeasuredVersions(of: Set(runtimes.map(\.key)), isNewest: false)
        return input
      }
      inputs.sort { one, other in
        guard let first = one.run, let second = other.run else { return one.run != nil }
        return (first.startedAt, second.id) > (second.startedAt, first.id)
      }
      if !inputs.isEmpty { inputs[0].versions?.isNewest = true }
      return inputs
    }
  }

  /// A workload with what a run measured.
  private func measured(
    _ bare: WorkloadInput, _ workload: any Workload.Type, in run: String
  ) throws -> WorkloadInput {
    let trials = try reader.trials(of: run, workload: workload.name)
    let measured = WorkloadInput(
      workload, run: try store.run(run), trials: tree.runtimes.describing(trials))
    var input = bare
    (input.run, input.trials, input.terms) = (measured.run, measured.trials, measured.terms)
    input.commands = try tree.locator.commands(
      of: input.trials, adding: input.run?.environment ?? [:])
    let labels = Set(input.trials.compactMap(\.planned.case.implementation.toolchain))
    input.buildCommands = (input.run?.otherToolchains ?? []).compactMap { toolchain in
      guard labels.contains(toolchain.label) else { return nil }
      return tree.runtimes.languages.first { $0.folder == toolchain.language }?
        .buildCommand(of: toolchain.label, version: toolchain.version)
    }
    return input
  }

  /// The runtime that the site compares with; otherwise the tree's.
  private var baseline: Runtime? {
    about.baseline.flatMap { id in tree.runtimes.runtimes.first { $0.id == id } }
      ?? tree.runtimes.baseline
  }

  private func variants<Problem: Workload>(of workload: Problem.Type) -> [VariantInput] {
    workload.variants.map {
      VariantInput(
        name: $0.name, label: $0.label.rawValue, summary: $0.summary,
        environment: $0.environment?.texts ?? [])
    }
  }

  /// The files to print; a variant that is the default in another environment has no other file.
  private func listings(
    of implementations: [LocatedImplementation]
  ) throws -> [SourceListing] {
    try implementations.filter { !$0.isDefaultElsewhere }.flatMap { located in
      try located.listingPaths.map { path in
        let text = try tree.text(of: path)
        return SourceListing(
          implementation: located.implementation, path: path, text: text,
          syntax: tree.runtimes.language(of: located.implementation.runtime)?.syntax,
          sha256: sha256Hex(Array(text.utf8)))
      }
    }
  }

  /// What the shown runs of a machine measured besides the workloads that are shown of them, so that the
  /// intervals are those of the whole runs, as in the database.
  func unshown(on found: MachineEvidence) throws -> [WorkloadInput] {
    let versions = found.versions.mapValues { Set($0.values) }
    return try Set(found.shown.values).union(versions.values.joined()).sorted().flatMap { id in
      let run = try store.run(id)
      let measured = Set(try store.plan(of: id).map(\.case.implementation.workload))
      return try Catalog.measurable.filter { workload in
        measured.contains(workload.name) && found.shown[workload.name] != id
          && versions[workload.name]?.contains(id) != true
      }.map { workload in
        let trials = try reader.trials(of: id, workload: workload.name)
        return WorkloadInput(workload, run: run, trials: tree.runtimes.describing(trials))
      }
    }
  }
}

extension [WorkloadInput] {
  /// Sets the runtimes that are shown in every workload; programs are shown where they were measured.
  mutating func show(_ shown: [Runtime]) {
    for index in indices where self[index].name != Programs.name {
      self[index].runtimes = shown
      self[index].listings.removeAll { !shown.contains($0.implementation.runtime) }
    }
  }
}
