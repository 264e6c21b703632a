import Analysis
import BenchmarkModel
import FoundationEssentials
import Platform
import Rendering
import Reporting
import Runner
import Store
import WorkloadCatalog
import WorkloadKit

/// Collects the inputs of a report from the database and the source tree, and renders it.
struct ReportBuilder {
  let tree: SourceTree
  let store: MeasurementStore
  let choice: EvidenceOptions
  /// The runs that are shown, chosen when the builder is made.
  let evidence: Evidence
  private let runs: [RunSummary]
  /// What the folder of templates says about the site.
  let about: SiteDescription
  /// The site's address; nil if it is not known.
  var baseURL: String?
  /// The asset paths of the feed and of the social card; nil if there are none.
  var feed, card: String?
  /// The data files published with the pages.
  var downloads: [Download] = []
  /// The SHA-256 of the published database; nil if none is.
  var digest: String?
  /// Whether the report may keep its own sentences that the measurements contradict.
  var keepsContradicted = false

  /// Chooses the runs; throws if what the user chose is not in the database.
  init(
    tree: SourceTree, store: MeasurementStore, choice: EvidenceOptions, baseURL: String? = nil,
    keepsContradicted: Bool = false
  ) throws {
    self.tree = tree
    self.store = store
    self.choice = choice
    runs = try store.runs()
    evidence = try choice.evidence(in: store, among: runs)
    about = try tree.site()
    self.baseURL = baseURL
    self.keepsContradicted = keepsContradicted
  }

  /// All files of the report by path, with its links checked.
  func files(assets: [String: [UInt8]] = [:]) throws -> [String: [UInt8]] {
    let input = try input()
    let report = try Reporting.Report(input)
    let library = try TemplateLibrary(folder: tree.templateFolder)
    var whole = try site(of: report, library)
    whole.parts = try report.others.map { try site(of: $0, library) }
    let renderer = try Renderer(
      templates: library, runtimes: marked(in: input),
      languages: tree.runtimes.languages.map(\.syntax), colors: about.colors)
    let images = try tree.images(of: about)
    let files = try renderer.files(of: whole, assets: assets.merging(images) { file, _ in file })
    let broken = BrokenLink.all(in: files, alsoPresent: Set(downloads.map(\.path)))
    guard broken.isEmpty else { throw CommandError.brokenLinks(broken.map(\.description)) }
    return files
  }

  private var citation: Citation {
    Citation(name: about.name, digest: digest, address: baseURL.map(folderAddress))
  }

  private func site(of report: Reporting.Report, _ templates: TemplateLibrary) throws -> Site {
    let chosen = try ChosenPages(of: report.pages, for: about, templates: templates)
    return Site(
      about: about, stamp: report.stamp, credit: "Parallax \(Parallax.version)",
      baseURL: baseURL, feed: feed, card: card,
      dataset: digest != nil && report.folder.isEmpty
        ? Dataset(citation, machine: report.machine, dates: report.dates, files: downloads) : nil,
      pages: chosen.pages, omitted: chosen.omitted, folder: report.folder,
      subject: report.folder.isEmpty
        ? nil : report.machine.map { "These pages are about another machine: \($0)." })
  }

  /// The runtimes that a page may show: those of the columns, and what others published or claimed.
  private func marked(in input: ReportInput) -> [RuntimeDescription] {
    let named =
      input.references.compactMap(\.comparesTo?.runtime)
      + (input.claims.flatMap(\.rules) + input.advice.flatMap(\.rules)).map(\.runtime)
      + input.mapped.map(\.match.benchmarkCase.implementation.runtime)
    let workloads = input.workloads + input.others.flatMap(\.workloads)
    let shown = Set(workloads.flatMap(\.runtimes) + named)
    return tree.runtimes.descriptions.filter { shown.contains($0.runtime) }
  }

  func input() throws -> ReportInput {
    try store.warnOfUnusableRows()
    let bare = try bareWorkloads()
    var machines = try evidence.machines.map { try workloads(bare, measuredOn: $0) }
    let measured = machines.joined().filter { $0.name != Programs.name }.flatMap(\.trials)
      .map(\.planned.case.implementation.runtime)
    let shown = Set(tree.runtimes.defaults + measured).sorted()
    if machines.isEmpty { machines = [bare] }
    for index in machines.indices { machines[index].show(shown) }
    let certificates = CertificateReader(store: store)
    let sources = try store.sources()
    // A source that cannot be used takes its numbers with it.
    let references = try store.references().filter { reference in
      sources.contains { $0.id == reference.provenance.sourceID }
    }
    let (distinct, repeated) = Self.distinctlyNamed(references)
    for reason in repeated { writeError(wrapped("Warning: \(reason)") + "\n") }
    let aboutCatalog = contracts.contains { $0.name != Programs.name }
    var input = ReportInput(
      toolVersion: Parallax.version, workloads: machines[0],
      omissions: evidence.machines.first?.omissions ?? [], restriction: choice.restriction,
      others: try zip(evidence.machines, machines).dropFirst().map {
        var other = OtherMachine(
          slug: $0.slug, workloads: $1, omissions: $0.omissions, trends: try trends(of: $1))
        other.unshown = try unshown(on: $0)
        return other
      },
      references: tree.runtimes.describing(distinct),
      mapped: tree.runtimes.describing(mappedResults()), sources: sources,
      releases: try tree.releases(), languages: tree.runtimes.languageNames,
      trends: try trends(of: machines[0]),
      // Claims and advice are about workloads of the catalog, and link to their pages.
      claims: aboutCatalog ? try tree.checkedClaims() : [],
      advice: aboutCatalog ? try tree.checkedAdvice() : [],
      certificates: try evidence.machines.map(\.machine.fingerprint).sorted().compactMap {
        try certificates.newest(onMachine: $0)
      },
      queries: try queries(),
      downloads: downloads, citation: citation,
      notes: notes, keepsContradicted: keepsContradicted,
      unusableRuns: try store.unusableRuns(),
      unusableReferences: try store.unusableReferences() + repeated)
    input.explainsRuntimes = !tree.isPackage && aboutCatalog
    input.builtVersions = tree.builtVersions
    input.unshown = try evidence.machines.first.map(unshown) ?? []
    return input
  }

  /// What the shown runs of a machine measured besides the workloads that are shown of them, so that the
  /// intervals are those of the whole runs, as in the database.
  private func unshown(on found: MachineEvidence) throws -> [WorkloadInput] {
    try Set(found.shown.values).sorted().flatMap { id in
      let run = try store.run(id)
      let measured = Set(try store.plan(of: id).map(\.case.implementation.workload))
      return try Catalog.measurable.filter { workload in
        measured.contains(workload.name) && found.shown[workload.name] != id
      }.map { workload in
        let trials = try store.trials(of: id, workload: workload.name)
        return WorkloadInput(workload, run: run, trials: tree.runtimes.describing(trials))
      }
    }
  }

  /// The published numbers without those whose name in addresses an earlier one has, and why these are
  /// left out: a link could mean either.
  private static func distinctlyNamed(
    _ references: [Reference]
  ) -> (kept: [Reference], reasons: [String]) {
    var names: [String: String] = [:]
    var reasons: [String] = []
    let kept = references.filter { reference in
      let name = CellID(reference).text
      if let other = names[name] {
        reasons.append(
          "The address of the published number \(reference.id) would end in \(name), as that of "
            + "\(other) does. It is left out.")
        return false
      }
      names[name] = reference.id
      return true
    }
    return (kept, reasons)
  }

  /// The trends of each workload on the machine of its run; none when only chosen runs are shown.
  private func trends(of workloads: [WorkloadInput]) throws -> [CaseTrend] {
    guard choice.run.isEmpty else { return [] }
    let reader = TrendReader(store: store, runtimes: tree.runtimes)
    return try reader.headlineTrends { name in
      workloads.first { $0.name == name }?.run?.machine.fingerprint
    }
  }

  /// The canned queries with their small results; one that cannot be read or run is left out.
  private func queries() throws -> [CannedQuery] {
    try tree.queryPaths().compactMap { path in
      do {
        return try tree.query(path).answered(by: store, run: evidence.mainRun)
      } catch let error as CommandError {
        warn("leaves out \(path)", because: error.description)
      } catch let error as FileError {
        warn("leaves out \(path)", because: error.description)
      } catch StoreError.question(let problem, _) {
        warn("leaves out \(path)", because: StoreError.question(problem, path: path).description)
      }
      return nil
    }
  }

  /// The results of other tools on the workloads' pages; none if one of them cannot be used.
  private func mappedResults() -> [MappedResult] {
    do { return try store.mappedResults(limit: 10_000) } catch {
      warn("leaves out the results of other tools", because: error.description)
      return []
    }
  }

  private func warn(_ what: String, because reason: String) {
    writeError(wrapped("Warning: The report \(what). \(reason)") + "\n")
  }

  /// The notes of all runs that have notes.
  private var notes: [String: [String]] {
    runs.reduce(into: [:]) { notes, run in
      if !run.notes.isEmpty { notes[run.id] = run.notes.map(\.text) }
    }
  }

  /// The contracts that the report shows: those of the catalog, and that of whole programs if any were
  /// measured, alone if nothing else was.
  private var contracts: [any Workload.Type] {
    let shown = Set(evidence.machines.flatMap(\.shown.keys))
    guard shown.contains(Programs.name) else { return Catalog.workloads }
    return shown.count == 1 ? [Programs.self] : Catalog.measurable
  }

  /// The workloads with their contracts and listings, without runs.
  private func bareWorkloads() throws -> [WorkloadInput] {
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
  private func workloads(
    _ bare: [WorkloadInput], measuredOn found: MachineEvidence
  ) throws -> [WorkloadInput] {
    try zip(contracts, bare).map { workload, bare in
      guard let id = found.shown[workload.name] else { return bare }
      let trials = try store.trials(of: id, workload: workload.name)
      let measured = WorkloadInput(
        workload, run: try store.run(id), trials: tree.runtimes.describing(trials))
      var input = bare
      (input.run, input.trials, input.terms) = (measured.run, measured.trials, measured.terms)
      input.commands = try tree.locator.commands(
        of: input.trials, adding: input.run?.environment ?? [:])
      return input
    }
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
}

extension [WorkloadInput] {
  /// Sets the runtimes that are shown in every workload; programs are shown where they were measured.
  fileprivate mutating func show(_ shown: [Runtime]) {
    for index in indices where self[index].name != Programs.name {
      self[index].runtimes = shown
      self[index].listings.removeAll { !shown.contains($0.implementation.runtime) }
    }
  }
}
