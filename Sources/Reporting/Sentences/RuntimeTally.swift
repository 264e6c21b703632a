import Analysis
import BenchmarkModel

/// Where a runtime leads and where it comes last.
struct RuntimeTally: Encodable, Sendable, Equatable {
  /// The workloads of one place, for example those in which the runtime is the best.
  struct Place: Encodable, Sendable, Equatable {
    /// A workload, and what is to be said of it there.
    struct Entry: Encodable, Sendable, Equatable {
      var link: Markup
      var remark: String?
    }

    var title: String
    var entries: [Entry]
  }

  var mark: String
  var label: String
  /// The places that it has; without any, a sentence says so.
  var places: [Place]
  var without: String?

  /// The tally of every runtime.
  static func all(_ rankings: [HeadlineRanking]) -> [RuntimeTally] {
    rankings.map(\.result).runtimes.map { runtime in
      let places = all(of: runtime, in: rankings).filter { !$0.entries.isEmpty }
      return RuntimeTally(
        mark: runtime.mark, label: runtime.label, places: places,
        without: places.isEmpty ? without(rankings) : nil)
    }
  }

  /// How often each runtime has which place; nil where no order is decided.
  static func table(_ rankings: [HeadlineRanking]) -> Table? {
    guard rankings.contains(where: { !$0.leaders.isEmpty }) else { return nil }
    let runtimes = rankings.map(\.result).runtimes
    let places = runtimes.map { all(of: $0, in: rankings) }
    return Table(
      [.words("Runtime")] + places[0].map { .numbers($0.title) },
      rows: zip(runtimes, places).map { runtime, places in
        [Table.Cell(mark: runtime.mark, text: runtime.label)]
          + places.map { .text(groupedText($0.entries.count)) }
      })
  }

  private static func all(of runtime: Runtime, in rankings: [HeadlineRanking]) -> [Place] {
    func place(
      _ title: String, remark: (HeadlineRanking) -> String? = { _ in nil },
      where belongs: (HeadlineRanking) -> Bool
    ) -> Place {
      let entries = rankings.filter(belongs).map {
        Place.Entry(link: $0.result.pageLink, remark: remark($0))
      }
      return Place(title: title, entries: entries)
    }
    return [
      place("Best", remark: \.distanceToNext) { $0.winner == runtime },
      place("Among the best") { $0.winner == nil && $0.leaders.contains(runtime) },
      place("Last") { $0.loser == runtime },
      place("No value", remark: { $0.absence(of: runtime) }) { $0.absence(of: runtime) != nil },
    ]
  }

  private static func without(_ rankings: [HeadlineRanking]) -> String {
    rankings.contains { !$0.leaders.isEmpty }
      ? "Neither among the best nor last in any workload." : "No order is decided."
  }
}
