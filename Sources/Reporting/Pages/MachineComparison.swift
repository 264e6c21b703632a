import Analysis
import BenchmarkModel

/// Several machines beside one another: ratios, orders that differ, facts and verdicts on claims.
struct MachineComparison: Encodable, Sendable {
  /// Each machine with its pages and what was measured there.
  var machines: Table
  /// The facts in which the machines differ; nil if there are none.
  var facts: Table?
  /// The distance of each runtime from the best, a row for each workload and machine; nil where nothing
  /// can be compared.
  var ratios: Table?
  /// The pairs of runtimes whose order differs from machine to machine; nil if there are none.
  var orders: Table?
  /// The workloads whose orders are not compared, because their sizes differ, as a sentence; nil if there are
  /// none.
  var unlike: String?
  /// The claims that at least one machine decides, with a verdict for each; nil if there are none.
  var claims: Table?

  /// Nil for fewer than two machines.
  init?(_ views: [MachineView], _ names: MachineNames) {
    guard views.count > 1 else { return nil }
    let sides = zip(views, names.entries).map(Side.init)
    machines = Self.machines(sides)
    facts = Self.facts(sides)
    ratios = Self.ratios(sides)
    orders = Self.orders(sides)
    unlike = Self.unlike(sides)
    claims = Self.claims(sides)
  }
}

/// A machine with its name and the ranking of each workload by its headline metric.
private struct Side {
  let view: MachineView
  let name: String
  let rankings: [String: HeadlineRanking]

  init(_ view: MachineView, _ entry: MachineNames.Entry) {
    self.view = view
    name = entry.name
    rankings = Dictionary(
      view.results.compactMap { result in
        HeadlineRanking(result).map { (result.workload.name, $0) }
      }, uniquingKeysWith: { first, _ in first })
  }

  func link(_ text: String, to page: String) -> Table.Cell {
    .markup(.link(text, to: "\(view.folder)\(page)"))
  }
}

extension MachineComparison {
  private static func machines(_ sides: [Side]) -> Table {
    Table(
      [
        .words("Machine"), .words("Measured"), .words("Presets"), .numbers("Workloads"),
        .numbers("Trials"), .numbers("Disturbed"),
      ],
      rows: sides.map { side in
        let results = side.view.allResults.filter { $0.workload.run != nil }
        let shown = results.filter { !$0.workload.isOfVersions }
        let runs = results.compactMap(\.workload.run)
        let dates = Set(runs.map { dateText($0.startedAt) }).sorted()
        let trials = results.reduce(0) { $0 + $1.workload.trials.count }
        let disturbed = InterferenceTally(of: results).share
        return [
          side.link(side.name, to: "index.md"),
          .text(
            [dates.first, dates.count > 1 ? dates.last : nil].compactMap(\.self)
              .joined(separator: " to ")),
          .text(enumerated(Set(runs.map(\.preset)).sorted())),
          .text(groupedText(shown.count)), .text(groupedText(trials)),
          disturbed.map { .text(percentText($0)) } ?? .none,
        ]
      })
  }

  private static func facts(_ sides: [Side]) -> Table? {
    let stated = sides.map { side in
      side.view.machine.map { MachinesPage.Entry.facts(of: $0) } ?? []
    }
    var names: [String] = []
    for fact in stated.joined() where !names.contains(fact.name) { names.append(fact.name) }
    let rows = names.compactMap { name -> [Table.Cell]? in
      let values = stated.map { facts in
        facts.first { $0.name == name }?.value ?? Reference.notStated
      }
      return Set(values).count == 1 ? nil : [.text(name)] + values.map { .text($0) }
    }
    guard !rows.isEmpty else { return nil }
    return Table([.words("Fact")] + sides.map { .words($0.name) }, rows: rows)
  }

  private static func ratios(_ sides: [Side]) -> Table? {
    let runtimes = sides.flatMap(\.view.results).runtimes
    var rows: [[Table.Cell]] = []
    for workload in sides[0].view.views.map(\.name) {
      let rankings = sides.map { side in
        side.rankings[workload].flatMap { $0.order.entries.count > 1 ? $0 : nil }
      }
      let shared = rankings.compactMap(\.self).sharedParameters
      for (side, ranking) in zip(sides, rankings) {
        guard let ranking else { continue }
        rows.append(
          [
            side.link(workload, to: "\(workload).md"), .text(side.name),
            .text(ranking.place(besides: shared)),
          ] + runtimes.map { distance(of: $0, in: ranking) })
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      [.words("Workload"), .words("Machine"), .words("Size")]
        + runtimes.map { .numbers($0.label) }, rows: rows)
  }

  private static func unlike(_ sides: [Side]) -> String? {
    let all = sides[0].view.views.map(\.name)
    let names = all.filter { workload in
      Set(sides.compactMap { $0.rankings[workload]?.comparedAt }).count > 1
    }
    return names.isEmpty
      ? nil
      : "\(groupedText(all.count - names.count)) of \(counted(all.count, "workload")) can be compared. "
        + "The sizes of the others differ: \(enumerated(names))."
  }

  private static func distance(of runtime: Runtime, in ranking: HeadlineRanking) -> Table.Cell {
    guard let best = ranking.order.entries.first else { return .none }
    if let refusal = ranking.refusal(of: runtime) { return .text(refusal.label) }
    guard ranking.measured(of: runtime) != nil else {
      return .text(
        ranking.result.shortAbsence(of: ranking.implementation(of: runtime), at: ranking.size))
    }
    let isBest = best.implementation.runtime == runtime
    let distance = ranking.distance(of: runtime).map(ratioText)
    var cell = Table.Cell.text(distance ?? (isBest ? "1" : "no ratio"))
    cell.isStrong = ranking.leaders.contains(runtime)
    return cell
  }

  private static func orders(_ sides: [Side]) -> Table? {
    var rows: [[Table.Cell]] = []
    for workload in sides[0].view.views.map(\.name) {
      // Only what was measured alike can change its order.
      let subject = sides.lazy.compactMap { $0.rankings[workload]?.comparedAt }.first
      let measured = sides.filter {
        subject != nil && $0.rankings[workload]?.comparedAt == subject
      }
      let places = measured.map { $0.rankings[workload]?.order.places ?? [:] }
      let runtimes = Set(places.flatMap(\.keys)).sorted()
      for (index, one) in runtimes.enumerated() {
        for other in runtimes[(index + 1)...] {
          func names(_ isInOrder: (Int, Int) -> Bool) -> [String] {
            zip(measured, places).compactMap { side, places in
              guard let first = places[one], let second = places[other] else { return nil }
              return isInOrder(first, second) ? side.name : nil
            }
          }
          let (before, after) = (names(<), names(>))
          guard !before.isEmpty, !after.isEmpty else { continue }
          rows.append([
            .markup(.link(workload, to: "\(workload).md")),
            .text("\(one.label) before \(other.label)"), .text(enumerated(before)),
            .text(enumerated(after)),
          ])
        }
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      [.words("Workload"), .words("Order"), .words("On"), .words("The other way round on")],
      rows: rows)
  }

  private static func claims(_ sides: [Side]) -> Table? {
    let decided = sides[0].view.claims.enumerated().filter { index, _ in
      sides.contains { $0.view.claims[index].verdict != .inconclusive }
    }
    guard !decided.isEmpty else { return nil }
    return Table(
      [.words("Claim")] + sides.map { .words($0.name) },
      rows: decided.map { index, decided in
        [.text(decided.linkText)]
          + sides.map { side in
            let verdict = side.view.claims[index].verdict
            var cell = side.link(verdict.rawValue, to: decided.address)
            cell.mark = verdict.mark
            return cell
          }
      })
  }
}

extension HeadlineRanking {
  /// The metric and the size, which must be equal where orders are compared.
  fileprivate var comparedAt: String { "\(metric.name) \(sizeText(size))" }

  /// The size by its main parameter and those that are not shared, with the metric if that is not shared either.
  fileprivate func place(besides shared: (parameters: [Parameter], metric: Metric?)) -> String {
    let main = result.sizeParameter
    let telling = size.filter { $0.name == main || !shared.parameters.contains($0) }
    let text = telling.isEmpty ? result.shortText(of: size) : sizeText(telling)
    return shared.metric == nil ? "\(metric.label), \(text)" : text
  }
}

extension [HeadlineRanking] {
  /// The parameters that all sizes have with one value, and the metric if all have one.
  fileprivate var sharedParameters: (parameters: [Parameter], metric: Metric?) {
    let metrics = Set(map(\.metric))
    return (
      first?.size.filter { parameter in allSatisfy { $0.size.contains(parameter) } } ?? [],
      metrics.count == 1 ? metrics.first : nil
    )
  }
}

extension Ranking {
  /// The place of each runtime, equal within a group whose order is inconclusive; empty with too few
  /// trials.
  fileprivate var places: [Runtime: Int] {
    guard canBeConclusive else { return [:] }
    return groups.enumerated().reduce(into: [:]) { places, group in
      for entry in group.element { places[entry.implementation.runtime] = group.offset }
    }
  }
}
