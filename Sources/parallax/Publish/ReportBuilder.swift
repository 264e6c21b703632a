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
  let reader: RunReader
  let choice: EvidenceOptions
  /// The runs that are shown, chosen when the builder is made.
  let evidence: Evidence
  private let runs: [RunSummary]
  /// Why other runs are left out.
  private let unusableRuns: [String]
  /// What the folder of templates says about the site.
  let about: SiteDescription
  /// The site's address; nil if it is not known.
  var baseURL: String?
  /// The path of the feed; nil if there is none.
  var feed: String?
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
    reader = RunReader(store)
    self.choice = choice
    (runs, unusableRuns) = try store.allRuns()
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
    Citation(
      name: about.name, digest: digest, address: baseURL.map(folderAddress),
      version: Parallax.version)
  }

  private func site(of report: Reporting.Report, _ templates: TemplateLibrary) throws -> Site {
    let chosen = try ChosenPages(of: report.pages, for: about, templates: templates)
    return Site(
      about: about, stamp: report.stamp, credit: "Parallax \(Parallax.version)",
      baseURL: baseURL, feed: feed,
      dataset: digest != nil && report.folder.isEmpty
        ? Dataset(
          citation, machine: report.machine, dates: report.dates, commits: report.commits,
          files: downloads) : nil,
      pages: chosen.pages, omitted: chosen.omitted, folder: report.folder,
      machine: report.folder.isEmpty ? nil : report.machine)
  }

  /// The runtimes that a page may show: those of the columns, and what others published or claimed.
  private func marked(in input: ReportInput) -> [RuntimeDescription] {
    let named =
      input.references.compactMap(\.comparesTo?.runtime)
      + (input.claims.flatMap(\.rules) + input.advice.flatMap(\.rules)).map(\.runtime)
      + input.mapped.map(\.match.benchmarkCase.implementation.runtime)
    let workloads = input.workloads + input.others.flatMap(\.workloads)
    let versions = (input.versions + input.others.flatMap(\.versions)).flatMap(\.trials)
      .map(\.planned.case.implementation.runtime)
    let shown = Set(workloads.flatMap(\.runtimes) + versions + named)
    return tree.runtimes.descriptions.filter { shown.contains($0.runtime) }
  }

  func input() throws -> ReportInput {
    try store.warnOfUnusableRows(runs: unusableRuns)
    let bare = try bareWorkloads()
    var machines = try evidence.machines.map { try workloads(bare, measuredOn: $0) }
    let versions = try evidence.machines.map { try self.versions(bare, measuredOn: $0) }
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
      others: try evidence.machines.indices.dropFirst().map { index in
        let (found, workloads) = (evidence.machines[index], machines[index])
        var other = OtherMachine(
          slug: found.slug, workloads: workloads, omissions: found.omissions,
          trends: try trends(of: workloads))
        (other.unshown, other.versions) = (try unshown(on: found), versions[index])
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
      unusableRuns: unusableRuns,
      unusableReferences: try store.unusableReferences() + repeated)
    input.explainsRuntimes = !tree.isPackage && aboutCatalog
    input.builtVersions = tree.builtVersions
    input.unshown = try evidence.machines.first.map(unshown) ?? []
    input.versions = versions.first ?? []
    return input
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
}
