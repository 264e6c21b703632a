import Analysis
import BenchmarkModel

/// A report as finished values: its pages, and the line that says what it was made from.
package struct Report: Sendable {
  /// The name of the whole.
  package let title: String
  /// One sentence for the foot of each page: the tool's version and the dates of the runs.
  package let stamp: String
  /// The pages in the order of the menu.
  package let pages: [ReportPage]

  /// The same input gives the same report, on any number of cores.
  ///
  /// - Throws: ``ReportingError`` for a contract that cannot be read, a stored value that cannot
  ///   be used, input that is not consistent, and an own sentence that the measurements
  ///   contradict.
  package init(_ input: ReportInput) throws(ReportingError) {
    try Self.check(input)
    let views = try Self.views(of: input)
    let results = views.map(\.result)
    try Self.checkCells(results, input.references)
    let claims = input.claims.concurrentMap { DecidedClaim($0, results) }
    if !input.keepsContradicted { try Self.answer(for: claims) }
    title = "Parallax"
    stamp = Self.stamp(results, version: input.toolVersion)
    pages = Self.pages(of: views, claims, input)
  }

  private static func views(of input: ReportInput) throws(ReportingError) -> [WorkloadView] {
    let results: [WorkloadResult]
    do throws(AnalysisError) {
      results = try WorkloadResult.all(input.workloads)
    } catch { throw .analysis(error) }
    let views = results.concurrentMap { result in
      Result { () throws(ReportingError) in
        try WorkloadView(result, references: input.references)
      }
    }
    var made: [WorkloadView] = []
    for view in views { made.append(try view.get()) }
    return made
  }

  private static func pages(
    of views: [WorkloadView], _ claims: [DecidedClaim], _ input: ReportInput
  ) -> [ReportPage] {
    typealias Page = @Sendable () -> ReportPage?
    let results = views.map(\.result)
    let workloads: [Page] = views.map { view in { WorkloadPage.page(view, claims, input) } }
    let others: [Page] = [
      { ClaimsPage.page(claims, results, input) }, { CaseStudyPage.page(results, input) },
      { BenchmarksPage.page(views) }, { HistoryPage.page(results, input) },
      { SourcesPage.page(input) }, { MethodPage.page(results) },
      { MachinesPage.page(results, input) }, { DataPage.page(input) },
    ]
    let index: [Page] = [{ IndexPage.page(views, claims, input) }]
    let pages = (index + workloads + others).concurrentMap { $0() }.compactMap(\.self)
    let shown = pages.map(\.shownNumbers).reduce(into: Set()) { $0.formUnion($1) }
    return pages + views.concurrentMap { ProofPage.page($0, proving: shown) }.compactMap(\.self)
  }

  private static func check(_ input: ReportInput) throws(ReportingError) {
    var names: Set<String> = []
    for workload in input.workloads where !names.insert(workload.name).inserted {
      throw .duplicateWorkload(workload.name)
    }
    let sources = Set(input.sources.map(\.id))
    for reference in input.references where !sources.contains(reference.provenance.sourceID) {
      throw .unknownSource(reference.provenance.sourceID, reference: reference.id)
    }
  }

  /// Refuses own sentences that the measurements contradict.
  private static func answer(for claims: [DecidedClaim]) throws(ReportingError) {
    for decided in claims where decided.claim.isOwn {
      guard let rule = decided.rules.firstIndex(where: { $0.verdict == .contradicted }) else {
        continue
      }
      throw .contradictedSentence(
        decided.claim.sentence, file: decided.claim.locator, claim: decided.claim.id,
        rule: rule + 1)
    }
  }

  /// A link to a name that two numbers share would prove neither.
  private static func checkCells(
    _ results: [WorkloadResult], _ references: [Reference]
  ) throws(ReportingError) {
    var known: [CellID: String] = [:]
    func add(_ id: CellID, _ number: String) throws(ReportingError) {
      guard let other = known.updateValue(number, forKey: id) else { return }
      throw .duplicateCell(id.text, first: other, second: number)
    }
    for result in results.flatMap(\.cases) {
      for metric in result.cells.keys.sorted() {
        if let id = result.cells[metric] { try add(id, "\(metric) of \(result.case.description)") }
      }
    }
    for reference in references {
      try add(CellID(reference), "the published number \(reference.id)")
    }
  }

  private static func stamp(_ results: [WorkloadResult], version: String) -> String {
    let made = "Made by Parallax \(version)"
    let dates = Set(results.compactMap { $0.workload.run.map { dateText($0.startedAt) } }).sorted()
    guard let first = dates.first, let last = dates.last else {
      return "\(made); nothing has been measured yet."
    }
    return first == last
      ? "\(made) from measurements of \(first)."
      : "\(made) from measurements of \(first) to \(last)."
  }
}
