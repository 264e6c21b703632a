import Analysis
import BenchmarkModel

/// The workloads that a runtime wins, ties and loses.
struct RuntimeTally: Encodable, Sendable, Equatable {
  /// The workloads with one result, for example those in which the runtime is best.
  struct Group: Encodable, Sendable, Equatable {
    /// A workload with a remark, for example the distance to the next runtime.
    struct Entry: Encodable, Sendable, Equatable {
      var link: Markup
      var remark: String?
    }

    var title: String
    var entries: [Entry]
  }

  var mark: String
  var label: String
  /// The groups that are not empty.
  var groups: [Group]
  /// Says that there are no groups; nil otherwise.
  var without: String?

  /// The tally of every runtime.
  static func all(_ rankings: [HeadlineRanking]) -> [RuntimeTally] {
    rankings.map(\.result).runtimes.map { runtime in
      let groups = all(of: runtime, in: rankings).filter { !$0.entries.isEmpty }
      return RuntimeTally(
        mark: runtime.mark, label: runtime.label, groups: groups,
        without: groups.isEmpty ? without(rankings) : nil)
    }
  }

  /// Wins, ties and losses of each runtime; nil where every order is inconclusive.
  static func table(_ rankings: [HeadlineRanking]) -> Table? {
    guard rankings.contains(where: { !$0.leaders.isEmpty }) else { return nil }
    let runtimes = rankings.map(\.result).runtimes
    let groups = runtimes.map { all(of: $0, in: rankings) }
    // That a place is inconclusive is rare.
    let shown = groups[0].indices.filter { index in
      groups[0][index].title != openTitle || groups.contains { !$0[index].entries.isEmpty }
    }
    return Table(
      [.words("Runtime")] + shown.map { .numbers(groups[0][$0].title) },
      rows: zip(runtimes, groups).map { runtime, groups in
        [Table.Cell(mark: runtime.mark, text: runtime.label)]
          + shown.map { .text(groupedText(groups[$0].entries.count)) }
      })
  }

  private static let openTitle = "Place inconclusive"

  private static func all(of runtime: Runtime, in rankings: [HeadlineRanking]) -> [Group] {
    func group(
      _ title: String, remark: (HeadlineRanking) -> String? = { _ in nil },
      where belongs: (HeadlineRanking) -> Bool
    ) -> Group {
      let entries = rankings.filter(belongs).map {
        Group.Entry(link: $0.result.pageLink, remark: remark($0))
      }
      return Group(title: title, entries: entries)
    }
    return [
      group("Best", remark: \.distanceToNext) { $0.winner == runtime },
      group(
        "Tied for best",
        remark: {
          $0.areLeadersEqual
            ? nil : "not separated by \(counted($0.leaderTrialCount, "trial"))"
        }, where: { $0.winner == nil && $0.leaders.contains(runtime) }),
      // A runtime whose place is inconclusive may be worse.
      group("Last") { ranking in
        ranking.loser == runtime
          && ranking.result.runtimes.allSatisfy { ranking.refusal(of: $0)?.isConfirmed ?? true }
      },
      group("No place", remark: { $0.reasonForNoPlace(of: runtime) }) {
        $0.reasonForNoPlace(of: runtime) != nil
      },
      group(openTitle, remark: { $0.refusal(of: runtime)?.reason }) {
        $0.refusal(of: runtime).map { !$0.isConfirmed } ?? false
      },
    ]
  }

  private static func without(_ rankings: [HeadlineRanking]) -> String {
    rankings.contains { !$0.leaders.isEmpty }
      ? "Neither best, tied for best nor last in any workload." : "Every order is inconclusive."
  }
}
