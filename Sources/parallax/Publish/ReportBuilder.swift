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
  /// The only run to show; nil to show each workload from the newest run that contains it.
  var run: String?
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

  /// All files of the report by path, with its links checked.
  func files(assets: [String: [UInt8]] = [:]) throws -> [String: [UInt8]] {
    let input = try input()
    let report = try Reporting.Report(input)
    let site = Site(
      title: report.title, stamp: report.stamp, baseURL: baseURL, feed: feed, card: card,
      pages: report.pages)
    let library = try TemplateLibrary(folder: templates ?? "\(tree.root)/templates")
    let renderer = try Renderer(
      templates: library, runtimes: marked(in: input),
      languages: tree.runtimes.languages.map(\.syntax))
    let files = try renderer.files(of: site, assets: assets)
    let broken = BrokenLink.all(in: files, alsoPresent: Set(downloads.map(\.path)))
    guard broken.isEmpty else { throw CommandError.brokenLinks(broken.map(\.description)) }
    return files
  }

  /// The runtimes that a page may show: those of the columns, and what others published or claimed.
  private func marked(in input: ReportInput) -> [RuntimeDescription] {
    let named =
      input.references.compactMap(\.comparesTo?.runtime)
      + input.claims.flatMap(\.rules).map(\.runtime)
      + input.mapped.map(\.match.benchmarkCase.implementation.runtime)
    let shown = Set(input.workloads.flatMap(\.runtimes) + named)
    return tree.runtimes.descriptions.filter { shown.contains($0.runtime) }
  }

  func input() throws -> ReportInput {
    try store.warnOfUnusableRows()
    let implementations = try tree.locator.implementations()
    var workloads = try Catalog.workloads.map { workload in
      try workloadInput(
        workload, implementations.filter { $0.implementation.workload == workload.name })
    }
    let measured = workloads.flatMap(\.trials).map(\.planned.case.implementation.runtime)
    let shown = Set(tree.runtimes.defaults + measured).sorted()
    for index in workloads.indices {
      workloads[index].runtimes = shown
      workloads[index].listings.removeAll { !shown.contains($0.implementation.runtime) }
    }
    let machines = Set(workloads.compactMap(\.run?.machine.fingerprint)).sorted()
    let certificates = CertificateReader(store: store)
    let sources = try store.sources()
    // A source that cannot be used takes its numbers with it.
    let references = try store.references().filter { reference in
      sources.contains { $0.id == reference.provenance.sourceID }
    }
    let (distinct, repeated) = Self.distinctlyNamed(references)
    for reason in repeated { writeError(wrapped("Warning: \(reason)") + "\n") }
    return ReportInput(
      toolVersion: Parallax.version, workloads: workloads,
      references: tree.runtimes.describing(distinct),
      mapped: tree.runtimes.describing(mappedResults()), sources: sources,
      trends: try trends(of: workloads),
      claims: try tree.checkedClaims(),
      certificates: try machines.compactMap { try certificates.newest(onMachine: $0) },
      queries: try queries(),
      downloads: downloads,
      notes: try notes(), keepsContradicted: keepsContradicted,
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

  /// The trends of each workload on the machine of its run; none when only one run is shown.
  private func trends(of workloads: [WorkloadInput]) throws -> [CaseTrend] {
    guard run == nil else { return [] }
    let reader = TrendReader(store: store, runtimes: tree.runtimes)
    return try reader.headlineTrends { name in
      workloads.first { $0.name == name }?.run?.machine.fingerprint
    }
  }

  /// The canned queries with their small results; one that cannot be read or run is left out.
  private func queries() throws -> [CannedQuery] {
    try tree.queryPaths().compactMap { path in
      do {
        return try tree.query(path).answered(by: store, run: run)
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
  private func notes() throws -> [String: [String]] {
    try store.runs().reduce(into: [:]) { notes, run in
      if !run.notes.isEmpty { notes[run.id] = run.notes.map(\.text) }
    }
  }

  private func workloadInput(
    _ workload: any Workload.Type, _ implementations: [LocatedImplementation]
  ) throws -> WorkloadInput {
    let folder = try tree.folder(of: workload.name)
    let shown = try run.map { try store.run($0) } ?? store.latestRun(with: workload.name)
    let trials = try shown.map { try store.trials(of: $0.id, workload: workload.name) } ?? []
    let absent = implementations.filter { $0.status == .notImplemented }
    var input = WorkloadInput(workload, run: shown, trials: tree.runtimes.describing(trials))
    input.folder = folder
    input.readme = try tree.text(of: "\(folder)/README.md")
    input.variants = variants(of: workload)
    input.baseline = tree.runtimes.baseline
    input.notImplemented = Set(absent.map(\.implementation.runtime))
    input.listings = try listings(of: implementations)
    return input
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
