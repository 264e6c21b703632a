import Analysis
import BenchmarkModel
import Statistics

/// The values of the page of two runtimes: where which is better, their code, and what each gives up.
struct PairPage: Encodable, Sendable {
  /// What a program loses with one of the two instead of the other.
  struct Loss: Encodable, Sendable {
    var runtime: String
    var sentences: [Sentence]
  }

  var title: String
  /// How many workloads each of the two is better in, as a sentence.
  var lede: String
  /// The ratio in each workload; nil where nothing can be compared.
  var chart: ChartImage?
  /// The workloads by verdict.
  var parts: [WorkloadPage.Part]
  /// Two programs that do the same; empty where no workload has both.
  var listings: [ListingView]
  /// The workload of the listings.
  var listed: Markup?
  var losses: [Loss]
}

/// Two runtimes that some workload has values of.
struct RuntimePair: Sendable {
  var one: Runtime
  var other: Runtime

  var name: String { "\(one.id)-and-\(other.id)" }
  var title: String { "\(one.label) and \(other.label)" }
  var link: Markup { .link(title, to: "\(name).md") }
}

extension PairPage {
  /// The pairs of the runtimes with values, in the order of the columns.
  static func pairs(of results: [WorkloadResult]) -> [RuntimePair] {
    let measured = results.runtimes.filter { runtime in
      results.contains { result in
        result.cases.contains {
          $0.case.implementation.runtime == runtime && $0.case.implementation.toolchain == nil
            && !$0.measured.isEmpty
        }
      }
    }
    return measured.indices.flatMap { index in
      measured[(index + 1)...].map { RuntimePair(one: measured[index], other: $0) }
    }
  }

  static func page(_ pair: RuntimePair, _ views: [WorkloadView]) -> ReportPage {
    let meetings = views.compactMap(\.ranking).map { PairMeeting(pair, $0) }
    let chart = PairChart(pair, meetings).chart
    let results = views.map(\.result)
    let code = listings(of: pair, results)
    let context = PairPage(
      title: pair.title, lede: lede(pair, meetings), chart: chart.map(ChartImage.init),
      parts: parts(pair, meetings),
      listings: code.listings, listed: code.listed,
      losses: [(pair.other, pair.one), (pair.one, pair.other)].map { chosen, left in
        Loss(
          runtime: "\(chosen.label) instead of \(left.label)",
          sentences: losses(chosen, insteadOf: left, in: meetings, results))
      })
    return ReportPage(
      name: pair.name, title: pair.title, description: context.lede, menuTitle: pair.title,
      menuGroup: "Pairs", template: "pair", context: context, charts: [chart].compactMap(\.self))
  }

  private static func lede(_ pair: RuntimePair, _ meetings: [PairMeeting]) -> String {
    let decided = meetings.filter { $0.comparison != nil }
    let (one, other) = (pair.one, pair.other)
    guard !decided.isEmpty else {
      return "No workload has values of both \(one.label) and \(other.label) at its headline size."
    }
    let wins = [one, other].map { runtime in decided.count { $0.better == runtime } }
    let equal = decided.count { $0.comparison?.verdict == .equal }
    let unplaced = meetings.count { $0.comparison == nil && $0.isOpen }
    let open = decided.count - wins[0] - wins[1] - equal + unplaced
    let rest = meetings.count - decided.count - unplaced
    func number(_ count: Int) -> String { count == 0 ? "none" : groupedText(count) }
    let parts =
      ["\(one.label) is better in \(number(wins[0]))", "\(other.label) in \(number(wins[1]))"]
      + [(equal, "equal"), (open, "inconclusive"), (rest, "not compared")].filter { $0.0 > 0 }
      .map { count, verdict in "\(groupedText(count)) \(count == 1 ? "is" : "are") \(verdict)" }
    return "Of \(counted(meetings.count, "workload")) by \(meetings.count == 1 ? "its" : "their") "
      + "headline metric, \(enumerated(parts))."
  }

  private static func parts(_ pair: RuntimePair, _ meetings: [PairMeeting]) -> [WorkloadPage.Part] {
    var groups: [(heading: String, meetings: [PairMeeting], last: Table.Column?)] = []
    let won = [pair.one, pair.other].map { ($0, meetings.won(by: $0)) }
    // The one that is better more often comes first.
    for (runtime, wins) in won[0].1.count < won[1].1.count ? won.reversed() : won {
      groups.append(("\(runtime.label) is better", wins, .numbers("Better by")))
    }
    let open = meetings.filter { $0.better == nil && ($0.comparison != nil || $0.isOpen) }
    groups.append(("Equal or inconclusive", open, .words("Verdict")))
    let alone = meetings.filter { $0.comparison == nil && $0.hasOne && !$0.isOpen }
    groups.append(("Only one has a place", alone, nil))
    return groups.filter { !$0.meetings.isEmpty }.map { heading, meetings, last in
      let header =
        [
          .words("Workload"), .words("Headline metric"), .numbers(pair.one.label),
          .numbers(pair.other.label),
        ] + [last].compactMap(\.self)
      return WorkloadPage.Part(
        heading: heading,
        table: Table(header, rows: meetings.map { Array($0.cells.prefix(header.count)) }))
    }
  }

  /// The two default listings of the workload where both together are shortest.
  private static func listings(
    of pair: RuntimePair, _ results: [WorkloadResult]
  ) -> (listings: [ListingView], listed: Markup?) {
    let pairs = results.compactMap { result -> (result: WorkloadResult, views: [ListingView])? in
      let defaults = [pair.one, pair.other].compactMap { runtime in
        let implementation = Implementation(workload: result.workload.name, runtime: runtime)
        return result.listings.first { $0.listing.implementation == implementation }
      }
      return defaults.count == 2 ? (result, defaults.map { ListingView($0) }) : nil
    }
    let shortest = pairs.min { $0.views.byteCount < $1.views.byteCount }
    return (shortest?.views ?? [], shortest?.result.pageLink)
  }

  /// What the chosen runtime loses against the other one.
  private static func losses(
    _ chosen: Runtime, insteadOf left: Runtime, in meetings: [PairMeeting],
    _ results: [WorkloadResult]
  ) -> [Sentence] {
    let worse = meetings.won(by: left)
    let most = worse.prefix(3).compactMap { meeting in
      meeting.factor.map {
        "\(meeting.ranking.result.workload.name) "
          + ($0.isTooWide
            ? ratioText($0) : ratioText(Estimate(value: $0.value, interval: nil)))
      }
    }
    let failed = meetings.compactMap { meeting in
      meeting.failure(of: chosen).map { "\(meeting.ranking.result.workload.name): \($0)" }
    }
    let packages = MeasuredCode(of: chosen, in: results).outsidePackages
    let sentences: [Sentence?] = [
      Sentence(
        subject: "Worse",
        text: most.isEmpty
          ? "confirmed in no workload."
          : "in \(counted(worse.count, "workload")), most in \(enumerated(most))."),
      failed.isEmpty
        ? nil : Sentence(subject: "Without a place", text: "\(failed.joined(separator: "; "))."),
      packages.isEmpty
        ? nil
        : Sentence(subject: "Needs packages", text: "\(enumerated(packages)) in the listings."),
    ]
    return sentences.compactMap(\.self)
  }
}

/// Two runtimes in the headline ranking of a workload.
struct PairMeeting {
  let pair: RuntimePair
  let ranking: HeadlineRanking
  /// The first runtime against the other; nil where one of them has no place.
  let comparison: Comparison?
  /// How many times worse the first runtime is than the other; nil where one has no value and where no ratio is
  /// meaningful.
  let ratio: Estimate?
  /// The runtime that is better; nil where neither is.
  let better: Runtime?
  /// How many times worse the worse one is; nil where neither is better.
  let factor: Estimate?

  init(_ pair: RuntimePair, _ ranking: HeadlineRanking) {
    self.pair = pair
    self.ranking = ranking
    comparison = ranking.comparison(of: pair.one, to: pair.other)
    ratio = ranking.distance(of: pair.one, from: pair.other)
    switch comparison?.verdict {
    case .better:
      better = pair.one
      factor = ranking.distance(of: pair.other, from: pair.one)
    case .worse: (better, factor) = (pair.other, ratio)
    case .equal, .inconclusive, nil: (better, factor) = (nil, nil)
    }
  }

  /// Whether one of the two has a place.
  var hasOne: Bool {
    [pair.one, pair.other].contains { ranking.reasonForNoPlace(of: $0) == nil }
  }

  /// Whether both have values and it is inconclusive whether they have a place.
  var isOpen: Bool {
    let both = [pair.one, pair.other]
    return both.allSatisfy { ranking.reasonForNoPlace(of: $0) == nil }
      && both.contains { ranking.refusal(of: $0) != nil }
  }

  /// Why a runtime has no place although it was measured and the other has one; nil otherwise.
  func failure(of runtime: Runtime) -> String? {
    let found = ranking.result.result(ranking.implementation(of: runtime), at: ranking.size)
    guard let found, found.incidents.first?.kind.isGap != true, hasOne else { return nil }
    return ranking.reasonForNoPlace(of: runtime)
  }

  var cells: [Table.Cell] {
    [.markup(ranking.result.pageLink), .text(ranking.subject)]
      + [pair.one, pair.other].map(number) + [.text(verdictText)]
  }

  private var verdictText: String {
    factor.map(ratioText) ?? comparison?.verdictText ?? (isOpen ? "place inconclusive" : "–")
  }

  private func number(of runtime: Runtime) -> Table.Cell {
    let implementation = ranking.implementation(of: runtime)
    guard let measured = ranking.measured(of: runtime) else {
      return .text(ranking.result.absence(of: implementation, at: ranking.size))
    }
    return ranking.result.proven(
      quantityText(measured.estimate, ranking.metric.unit), ranking.metric,
      of: implementation, at: ranking.size)
  }
}

extension HeadlineRanking {
  /// How many times worse a runtime is than another; nil where one has no value and where no ratio is meaningful.
  fileprivate func distance(of one: Runtime, from other: Runtime) -> Estimate? {
    guard let one = measured(of: one), let other = measured(of: other) else { return nil }
    return result.distance(of: one, from: other, by: metric)
  }
}

extension [PairMeeting] {
  /// Those in which a runtime is better, the largest distance first.
  fileprivate func won(by runtime: Runtime) -> [PairMeeting] {
    filter { $0.better == runtime }
      .sorted { ($0.factor?.value ?? 1) > ($1.factor?.value ?? 1) }
  }
}

extension [ListingView] {
  /// The size of all sources together.
  fileprivate var byteCount: Int {
    reduce(0) { sum, view in
      guard case .listing(let text, _) = view.source else { return sum }
      return sum + text.utf8.count
    }
  }
}
