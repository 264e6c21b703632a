import Analysis
import BenchmarkModel

/// A report as finished values: its pages, and the line that says what it was made from.
package struct Report: Sendable {
  /// One sentence for the foot of each page: the dates of the runs.
  package let stamp: String
  /// The days of the runs, oldest first.
  package let dates: [String]
  /// The commits that the runs measured, in twelve digits each.
  package let commits: [String]
  /// The pages in the order of the menu.
  package let pages: [ReportPage]
  /// The folder of the pages from the root of the site; empty for the primary machine.
  package let folder: String
  /// The machine of the pages, in a few words; nil without a run.
  package let machine: String?
  /// The same pages about each other machine.
  package let others: [Report]

  /// The same input gives the same report, on any number of cores.
  ///
  /// - Throws: ``ReportingError`` for a contract that cannot be read, a stored value that cannot
  ///   be used, input that is not consistent, and an own sentence that the measurements
  ///   contradict.
  package init(_ input: ReportInput) throws(ReportingError) {
    try Self.check(input)
    let primary = try MachineView(input, folder: "")
    if !input.keepsContradicted {
      try Self.answer(for: primary.claims)
      if let wrong = primary.advice.first(where: \.isContradicted)?.advice {
        throw .contradictedAdvice(wrong.situation, advice: wrong.id)
      }
    }
    var views = [primary]
    for other in input.others {
      views.append(try MachineView(input.about(other), folder: other.folder))
    }
    let names = MachineNames(views)
    self.init(
      primary, names, MachineComparison(views, names),
      others: views.dropFirst().map { Report($0, names, nil, others: []) })
  }

  private init(
    _ view: MachineView, _ names: MachineNames, _ comparison: MachineComparison?,
    others: [Report]
  ) {
    dates = view.dates
    commits = view.commits
    stamp = Self.stamp(dates)
    pages = Self.pages(of: view, names, comparison)
    folder = view.folder
    machine = view.machine.map(machineText)
    self.others = others
  }

  private static func pages(
    of view: MachineView, _ names: MachineNames, _ comparison: MachineComparison?
  ) -> [ReportPage] {
    typealias Page = @Sendable () -> ReportPage?
    let (views, results, claims, input) = (view.views, view.results, view.claims, view.input)
    let workloads: [Page] = views.indices.map { index in
      { WorkloadPage.page(view, index) }
    }
    let others: [Page] = [
      { ClaimsPage.page(claims, results, input) }, { CaseStudyPage.page(results, input) },
      { BenchmarksPage.page(views) }, { HistoryPage.page(results, input) },
      { SourcesPage.page(input) }, { MethodPage.page(results) },
      { MachinesPage.page(view.allResults, input, comparison) },
      { DataPage.page(view) },
    ]
    let index: [Page] = [{ IndexPage.page(view, names.elsewhere(view)) }]
    let pairs: [Page] = PairPage.pairs(of: results).map { pair in { PairPage.page(pair, views) } }
    let versions: [Page] = VersionsPage.pages(view.versions, input).map { page in { page } }
    let pages = (index + workloads + pairs + versions + others).concurrentMap { $0() }
      .compactMap(\.self)
    let shown = pages.map(\.shownNumbers).reduce(into: Set()) { $0.formUnion($1) }
    return pages
      + (views + view.versionViews).concurrentMap {
        ProofPage.page($0, view.versions, proving: shown)
      }.compactMap(\.self)
  }

  private static func check(_ input: ReportInput) throws(ReportingError) {
    var names: Set<String> = []
    for workload in input.workloads where !names.insert(workload.name).inserted {
      throw .duplicateWorkload(workload.name)
    }
    var slugs: Set<String> = []
    for other in input.others where !slugs.insert(other.slug).inserted {
      throw .duplicateMachine(other.slug)
    }
    let sources = Set(input.sources.map(\.id))
    for reference in input.references where !sources.contains(reference.provenance.sourceID) {
      throw .unknownSource(reference.provenance.sourceID, reference: reference.id)
    }
  }

  /// Refuses own sentences that the measurements contradict.
  private static func answer(for claims: [DecidedClaim]) throws(ReportingError) {
    for decided in claims where decided.isWrongHere {
      guard let rule = decided.rules.firstIndex(where: { $0.verdict == .contradicted }) else {
        continue
      }
      throw .contradictedSentence(
        decided.claim.sentence, file: decided.claim.locator, claim: decided.claim.id,
        rule: rule + 1)
    }
  }

  private static func stamp(_ dates: [String]) -> String {
    guard let first = dates.first, let last = dates.last else {
      return "Nothing has been measured yet."
    }
    return first == last
      ? "From measurements of \(first)."
      : "From measurements of \(first) to \(last)."
  }
}
