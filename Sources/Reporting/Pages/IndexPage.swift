import Analysis
import BenchmarkModel
import Statistics

/// The values of the page that opens the report.
struct IndexPage: Encodable, Sendable {
  /// The comparison of memory by size, with its chart.
  struct Memory: Encodable, Sendable {
    var title: String
    var link: Markup
    var chart: ChartImage?
    var table: Table
    var proof: Proof?
  }

  /// Where the pages about other machines are.
  struct Elsewhere: Encodable, Sendable {
    /// The machine of this page.
    var machine: String
    var links: [Markup]
    /// The page that compares all machines.
    var comparison: Markup
  }

  /// When the numbers were measured, on what and with which versions, as a sentence.
  var measured: String
  /// Nil with one machine.
  var elsewhere: Elsewhere?
  /// Why there is no answer; nil where something was measured.
  var absence: String?
  /// What limits the answers in a few words, before the first of them; nil where nothing does.
  var caveatSummary: String?
  /// The same in sentences.
  var caveats: [Sentence]
  /// What to use when.
  var advice: [AdviceView]
  var overviewChart: ChartImage?
  var overview: Table?
  var memory: [Memory]
  /// Wins, ties and losses of each runtime; nil where every order is inconclusive.
  var tally: Table?
  var tallies: [RuntimeTally]
  /// The pages that compare two runtimes.
  var pairs: [Markup]
  /// The page about what each release changed; nil without several versions of a runtime.
  var versions: Markup?
  /// How many claims have which verdict; nil without claims.
  var claims: String?
  /// Whether the page explains the runtimes with links to the workloads of Parallax.
  var explainsRuntimes: Bool
  var freshness: Table
  var runs: Table
}

/// A chart as a template shows it.
struct ChartImage: Encodable, Sendable, Equatable {
  var name: String
  var title: String
  /// The same data; nil where another table of the page has them.
  var table: Table?

  init(_ chart: Chart) {
    name = chart.name
    title = chart.title
    guard !chart.repeatsTable else { return }
    let header = chart.table.header
    table = Table(
      header.prefix(1).map { .words($0) }
        + header.dropFirst().map { $0 == Chart.trialsTitle ? .words($0) : .numbers($0) },
      rows: chart.table.rows.map { $0.map { .text($0) } })
  }
}

extension IndexPage {
  static func page(_ view: MachineView, _ elsewhere: Elsewhere? = nil) -> ReportPage {
    let (input, results) = (view.input, view.results)
    let rankings = view.views.compactMap(\.ranking)
    let charted = view.views.compactMap(memory)
    let others = view.claims.filter { !$0.claim.isOwn }
    let overviewChart = OverviewChart(rankings).chart
    let isEmpty = results.allSatisfy(\.cases.isEmpty)
    let caveats = isEmpty ? nil : caveats(view, rankings)
    let context = IndexPage(
      measured: measuredText(results, input), elsewhere: elsewhere,
      absence: isEmpty ? absence(input) : nil,
      caveatSummary: caveatSummary(caveats, input), caveats: caveatSentences(caveats, input),
      advice: view.advice.map { AdviceView($0, results) },
      overviewChart: overviewChart.map(ChartImage.init), overview: overview(rankings),
      memory: charted.map(\.memory),
      tally: RuntimeTally.table(rankings), tallies: RuntimeTally.all(rankings),
      pairs: PairPage.pairs(of: results).map(\.link),
      versions: view.versions.isEmpty ? nil : .link("Versions", to: "versions.md"),
      claims: others.isEmpty ? nil : ClaimsPage.summary(others),
      explainsRuntimes: input.explainsRuntimes
        && !view.claims.contains(where: \.isWrongOnFirstPage),
      freshness: freshness(results, input),
      runs: runs(view.allResults))
    return ReportPage(
      name: "index", title: "Swift threads, Dispatch and async/await beside Go and Tokio",
      description: "Swift threads, Dispatch and async/await compared with Go and Tokio, by "
        + "measurement on one machine and beside published numbers.",
      menuTitle: "Overview", template: "index", context: context,
      charts: [overviewChart].compactMap(\.self) + charted.compactMap(\.chart))
  }

  /// One row per workload, one column per runtime: the medians of the headline metric.
  private static func overview(_ rankings: [HeadlineRanking]) -> Table? {
    guard !rankings.isEmpty else { return nil }
    let runtimes = rankings.map(\.result).runtimes
    return Table(
      [.words("Workload"), .words("Headline metric")] + runtimes.map { .numbers($0.label) },
      rows: rankings.map { ranking in
        [.markup(ranking.result.pageLink), .text(ranking.subject)]
          + runtimes.map { number(of: $0, in: ranking) }
      })
  }

  private static func number(of runtime: Runtime, in ranking: HeadlineRanking) -> Table.Cell {
    let (result, implementation) = (ranking.result, ranking.implementation(of: runtime))
    guard let measured = ranking.measured(of: runtime) else {
      return .text(result.absence(of: implementation, at: ranking.size))
    }
    let remark = ranking.refusal(of: runtime).map { " (\($0.label))" } ?? ""
    var cell = result.proven(
      quantityText(measured.estimate, ranking.metric.unit) + remark, ranking.metric,
      of: implementation, at: ranking.size)
    cell.isStrong = ranking.leaders.contains(runtime)
    return cell
  }

  private static func caveats(_ view: MachineView, _ rankings: [HeadlineRanking]) -> Caveats {
    Caveats(
      results: view.results, versionResults: view.versionViews.map(\.result),
      rankings: rankings, claims: view.claims,
      omissions: view.input.omissions, builtVersions: view.input.builtVersions)
  }

  private static func caveatSummary(_ caveats: Caveats?, _ input: ReportInput) -> String? {
    let unusable = input.unusableRuns.count
    let parts = [
      caveats?.summary, unusable == 0 ? nil : "Left out: \(counted(unusable, "run"))",
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private static func caveatSentences(_ caveats: Caveats?, _ input: ReportInput) -> [Sentence] {
    (caveats?.sentences ?? [])
      + input.unusableRuns.map { Sentence(subject: "Left out", text: $0) }
  }

  private static func absence(_ input: ReportInput) -> String {
    input.unusableRuns.isEmpty
      ? "Nothing has been measured yet, so there is no answer. "
        + "Measure with: parallax measure --preset quick"
      : "\(input.absence) There is no answer."
  }

  private static func memory(of view: WorkloadView) -> (memory: Memory, chart: Chart?)? {
    let result = view.result
    guard result.headlines.first == .peakResident, let card = view.memory,
      let size = result.headlineSize
    else { return nil }
    let name = result.chartName(.peakResident)
    var chart = view.charts.first { $0.name == name }
    // A chart's file belongs to one page.
    chart?.name = "index-\(name)"
    let memory = Memory(
      title: "Memory of \(result.shortText(of: size))", link: result.pageLink,
      chart: chart.map(ChartImage.init), table: card.table,
      proof: Proof(result))
    return (memory, chart)
  }

  private static func measuredText(_ results: [WorkloadResult], _ input: ReportInput) -> String {
    let runs = results.compactMap(\.workload.run)
    guard let newest = runs.max(by: { $0.startedAt < $1.startedAt }),
      let oldest = runs.min(by: { $0.startedAt < $1.startedAt })
    else { return input.absence }
    let (first, last) = (dateText(oldest.startedAt), dateText(newest.startedAt))
    let time = first == last ? "on \(last)" : "from \(first) to \(last)"
    let machines = Set(runs.map(\.machine).map(machineName))
    let place = machines.count == 1 ? machines.first ?? "" : counted(machines.count, "machine")
    let versions = Set(results.flatMap(versions).compactMap(\.first)).sorted()
    let tools = versions.isEmpty ? "" : ", with \(enumerated(versions))"
    return "Measured \(time) on \(place)\(tools)."
  }

  /// The versions that the programs state, without build flags: that of the runtime first, then those
  /// of its packages.
  private static func versions(_ result: WorkloadResult) -> Set<[String]> {
    Set(result.workload.trials.compactMap(\.runtimeVersion)).reduce(into: []) { versions, stated in
      let named = stated.split(separator: " (").first ?? ""
      versions.insert(named.split(separator: ", ").map(String.init))
    }
  }
}

// MARK: - Freshness

extension IndexPage {
  private static func freshness(_ results: [WorkloadResult], _ input: ReportInput) -> Table {
    Table(
      [
        .words("Workload"), .words("Measured"), .words("Trials"), .words("Listings"),
        .words("Published numbers"),
      ],
      rows: results.map { result in
        [
          .markup(result.pageLink),
          .text(
            result.workload.run.map { timeText($0.startedAt) }
              ?? (result.workload.isLeftOut ? "left out" : "not yet")),
          .text(result.workload.run == nil ? "–" : result.trialText),
          .text(ListingView.summary(result)),
          .text(publishedSummary(result.workload.name, input)),
        ]
      })
  }

  private static func publishedSummary(_ workload: String, _ input: ReportInput) -> String {
    let references = input.references.filter { $0.workload == workload }
    let ids = Set(references.map(\.provenance.sourceID))
    guard !ids.isEmpty else { return "none" }
    let dates = input.sources.filter { ids.contains($0.id) }
      .compactMap { $0.published.split(separator: " ").first }
      .filter { $0.first?.isNumber == true }.sorted()
    let number = "\(counted(references.count, "number")) from \(counted(ids.count, "source"))"
    guard let first = dates.first, let last = dates.last else { return number }
    return first == last ? "\(number), \(first)" : "\(number), \(first) to \(last)"
  }

  /// One row a run, with the workloads that it is shown of, and those of which it only shows versions.
  private static func runs(_ results: [WorkloadResult]) -> Table {
    let groups = Dictionary(grouping: results) { $0.workload.run?.id }
    let count = results.count { !$0.workload.isOfVersions }
    var ids: [String?] = []
    for id in results.map(\.workload.run?.id) where !ids.contains(id) { ids.append(id) }
    return Table(
      [
        .words("Run"), .words("Preset"), .words("Machine"), .words("Versions"),
        .words("Workloads"),
      ],
      rows: ids.map { id in
        let group = groups[id, default: []]
        let shown = group.filter { !$0.workload.isOfVersions }.map(\.workload.name)
        let versions = group.filter(\.workload.isOfVersions).map(\.workload.name)
        let own = shown.count == count && count > 1 ? "all \(count)" : enumerated(shown)
        let others = versions.count > 3 ? "\(versions.count)" : enumerated(versions)
        let names = [own, versions.isEmpty ? "" : "versions of \(others)"]
          .filter { !$0.isEmpty }.joined(separator: "; ")
        guard let run = group.first?.workload.run else {
          let isLeftOut = group.allSatisfy(\.workload.isLeftOut)
          return [
            .text(isLeftOut ? "left out" : "not measured"), .none, .none, .none, .text(names),
          ]
        }
        let stated = Set(group.flatMap(Self.versions).joined()).sorted()
        return [
          .markup(.link(run.shortID, to: "machines.md#\(runAnchor(run))")), .text(run.preset),
          .text(machineText(run.machine)),
          .text(stated.isEmpty ? Reference.notStated : stated.joined(separator: ", ")),
          .text(names),
        ]
      })
  }
}

extension DecidedClaim {
  /// Whether it is a sentence of the first page that the measurements contradict.
  fileprivate var isWrongOnFirstPage: Bool {
    isWrongHere && claim.isOfFirstPage
  }
}
