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
  /// The folder of templates; nil for the source tree's.
  var templates: String?
  /// The site's address; nil if it is not known.
  var baseURL: String?
  /// The asset paths of the feed and of the social card; nil if there are none.
  var feed, card: String?
  /// The data files published with the pages.
  var downloads: [Download] = []
  /// Whether the report may keep its own sentences that the measurements contradict.
  var keepsContradicted = false

  /// Chooses the runs; throws if what the user chose is not in the database.
  init(
    tree: SourceTree, store: MeasurementStore, choice: EvidenceOptions, templates: String? = nil,
    baseURL: String? = nil, keepsContradicted: Bool = false
  ) throws {
    self.tree = tree
    self.store = store
    self.choice = choice
    runs = try store.runs()
    evidence = try choice.evidence(in: store, among: runs)
    self.templates = templates
    self.baseURL = baseURL
    self.keepsContradicted = keepsContradicted
  }

  /// All files of the report by path, with its links checked.
  func files(assets: [String: [UInt8]] = [:]) throws -> [String: [UInt8]] {
    let input = try input()
    let report = try Reporting.Report(input)
    var whole = site(of: report)
    whole.parts = report.others.map { site(of: $0) }
    let library = try TemplateLibrary(folder: templates ?? "\(tree.root)/templates")
    let renderer = try Renderer(
      templates: library, runtimes: marked(in: input),
      languages: tree.runtimes.languages.map(\.syntax))
    let files = try renderer.files(of: whole, assets: assets)
    let broken = BrokenLink.all(in: files, alsoPresent: Set(downloads.map(\.path)))
    guard broken.isEmpty else { throw CommandError.brokenLinks(broken.map(\.description)) }
    return files
  }

  private func site(of report: Reporting.Report) -> Site {
    Site(
      title: report.title, stamp: report.stamp, baseURL: baseURL, feed: feed, card: card,
      pages: report.pages, folder: report.folder,
      subject: report.folder.isEmpty
        ? nil : report.machine.map { "These pages are about another machine: \($0)." })
  }

  /// The runtimes that a page may show: those of the columns, and what others published or claimed.
  private func marked(in input: ReportInput) -> [RuntimeDescription] {
    let named =
      input.references.compactMap(\.comparesTo?.runtime)
      + input.claims.flatMap(\.rules).map(\.runtime)
      + input.mapped.map(\.match.benchmarkCase.implementation.runtime)
    let workloads = input.workloads + input.others.flatMap(\.workloads)
    let shown = Set(workloads.flatMap(\.runtimes) + named)
    return tree.runtimes.descriptions.filter { shown.contains($0.runtime) }
  }

  func input() throws -> ReportInput {
    try store.warnOfUnusableRows()
    let bare = try bareWorkloads()
    var machines = try evidence.machines.map { try workloads(bare, measuredOn: $0) }
    let measured = machines.joined().flatMap(\.trials).map(\.planned.case.implementation.runtime)
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
    return ReportInput(
      toolVersion: Parallax.version, workloads: machines[0],
      omissions: evidence.machines.first?.omissions ?? [], restriction: choice.restriction,
      others: try zip(evidence.machines, machines).dropFirst().map {
        OtherMachine(
          slug: $0.slug, workloads: $1, omissions: $0.omissions, trends: try trends(of: $1))
      },
      references: tree.runtimes.describing(distinct),
      mapped: tree.runtimes.describing(mappedResults()), sources: sources,
      releases: try tree.releases(), languages: tree.runtimes.languageNames,
      trends: try trends(of: machines[0]),
      claims: try tree.checkedClaims(),
      certificates: try evidence.machines.map(\.machine.fingerprint).sorted().compactMap {
        try certificates.newest(onMachine: $0)
      },
      queries: try queries(),
      downloads: downloads,
      notes: notes, keepsContradicted: keepsContradicted,
      unusableRuns: try store.unusableRuns(),
      unusableReferences: try store.unusableReferences() + repeated)
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

  /// The workloads with their contracts and listings, without runs.
  private func bareWorkloads() throws -> [WorkloadInput] {
    let implementations = try tree.locator.implementations()
    return try Catalog.workloads.map { workload in
      let located = implementations.filter { $0.implementation.workload == workload.name }
      let folder = try tree.folder(of: workload.name)
      let absent = located.filter { $0.status == .notImplemented }
      var input = WorkloadInput(workload, run: nil, trials: [])
      input.folder = folder
      input.readme = try tree.text(of: "\(folder)/README.md")
      input.variants = variants(of: workload)
      input.baseline = tree.runtimes.baseline
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
    try zip(Catalog.workloads, bare).map { workload, bare in
      guard let id = found.shown[workload.name] else { return bare }
      let trials = try store.trials(of: id, workload: workload.name)
      let measured = WorkloadInput(
        workload, run: try store.run(id), trials: tree.runtimes.describing(trials))
      var input = bare
      (input.run, input.trials, input.terms) = (measured.run, measured.trials, measured.terms)
      return input
    }
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
  /// Sets the runtimes that are shown in every workload.
  fileprivate mutating func show(_ shown: [Runtime]) {
    for index in indices {
      self[index].runtimes = shown
      self[index].listings.removeAll { !shown.contains($0.implementation.runtime) }
    }
  }
}
