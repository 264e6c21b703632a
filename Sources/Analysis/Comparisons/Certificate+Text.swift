import BenchmarkModel
import Statistics

extension Certificate {
  /// A table as finished strings; the first column holds words and the others numbers.
  package struct Grid: Sendable, Equatable {
    /// The headings.
    package let header: [String]
    /// The rows, each as long as the header.
    package let rows: [[String]]
  }

  /// What the certificate says, one sentence per element; the first is the summary.
  package var sentences: [String] {
    [falseText, detectableText, foundText, simulatedText, reachText].compactMap(\.self)
  }

  /// A row for each case: the false verdicts and the smallest difference that could have been
  /// shown.
  ///
  /// A case that also ran with a tenth more work has two more numbers: how often the difference
  /// was found, and the measured ratio.
  package var cases: Grid {
    Grid(
      header: ["Case", "Median", "False", "Smallest", "10 % more found"],
      rows: rows.map { row in
        [
          name(of: row),
          quantityText(row.median, .nanoseconds),
          partText(row.falseVerdicts), row.smallestDifference.map(differenceText) ?? "–",
          foundText(row),
        ]
      })
  }

  /// A row for each number of trials on a side; nil when nothing was simulated.
  package var simulated: Grid? {
    guard !simulations.isEmpty else { return nil }
    return Grid(
      header: [
        "Trials on each side", "False verdicts", "10 % longer and found", "Found in 9 of 10",
      ] + (reaches.isEmpty ? [] : ["Reached by"]),
      rows: simulations.map { one in
        [
          "\(one.trialsPerSide)", shareText(one.falseVerdicts), shareText(one.found),
          one.smallestDifference.map(differenceText) ?? "–",
        ] + (reaches.isEmpty ? [] : [presetsText(at: one)])
      })
  }

  /// The presets whose budgets reach this number of trials, but not the next one.
  private func presetsText(at simulation: Simulation) -> String {
    let presets = reaches.filter { simulationReached(by: $0) == simulation }.map(\.preset)
    return presets.isEmpty ? "–" : presets.joined(separator: ", ")
  }

  private func simulationReached(by reach: Reach) -> Simulation? {
    simulations.last { $0.trialsPerSide <= reach.trials }
  }

  /// The smallest difference found within the budget of each preset.
  private var reachText: String? {
    let parts = reaches.compactMap { reach in
      simulationReached(by: reach).map { one in
        let difference = one.smallestDifference.map { "finds \(differenceText($0))" }
        return "\(reach.preset) (\(counted(reach.trials, "trial"))) "
          + (difference ?? "finds no difference")
      }
    }
    guard !parts.isEmpty else { return nil }
    return
      "By the number of trials that its newest run on this machine spent on the middle one of the "
      + "comparisons that stayed inconclusive, \(enumerated(parts)) in 9 of 10 cases like these."
  }

  private var falseText: String {
    "In \(counted(falseVerdicts.total, "comparison")) of programs with themselves, "
      + "\(groupedText(falseVerdicts.count)) found one side faster or slower: "
      + "\(shareText(falseVerdicts)). The target is at most 5 %."
  }

  private var detectableText: String? {
    let differences = rows.compactMap(\.smallestDifference)
    guard let middle = median(ofSorted: differences.sorted()), let largest = differences.max()
    else { return nil }
    return "With \(Certification.trialsPerSide) trials per side the smallest difference that could "
      + "have been shown is \(differenceText(middle)) for the middle case and "
      + "\(differenceText(largest)) for the noisiest."
  }

  private var foundText: String? {
    guard found.total > 0 else { return nil }
    return "A case with \(percentText(Certification.addedWork)) more work was found slower in "
      + "\(groupedText(found.count)) of \(counted(found.total, "comparison")): \(shareText(found)). "
      + "The target is at least 90 %."
  }

  private var simulatedText: String? {
    guard !simulations.isEmpty, let total = simulations.first?.falseVerdicts.total else {
      return nil
    }
    return
      "The simulations resample the trials of these cases: \(groupedText(total)) comparisons for "
      + "each number of trials at which a run with a budget looks at its values, with the intervals of such a "
      + "run."
  }

  private func foundText(_ row: CaseRow) -> String {
    guard let found = row.found else { return "–" }
    let ratio = row.ratio.map { ", \(ratioText(Estimate(value: $0, interval: nil)))" } ?? ""
    return partText(found) + ratio
  }

  /// The implementation, with its first parameter if there is a row for another size of it.
  private func name(of row: CaseRow) -> String {
    let others = rows.filter { other in
      other.case.implementation == row.case.implementation
        && (other.found == nil) == (row.found == nil)
    }
    let size = row.case.parameters.first.map { " \($0.name)=\($0.value)" } ?? ""
    return row.case.implementation.id + (others.count > 1 ? size : "")
      + (row.found == nil ? "" : " +10 %")
  }

  private func partText(_ part: Proportion) -> String {
    "\(groupedText(part.count)) of \(groupedText(part.total))"
  }

  private func shareText(_ part: Proportion) -> String {
    guard let share = part.share, let bounds = share.bounds else { return "–" }
    return "\(tenthsPercent(share.value)) (\(tenthsPercent(bounds.lowerBound)) to "
      + "\(tenthsPercent(bounds.upperBound)))"
  }

  private func tenthsPercent(_ share: Double) -> String {
    numberText(share * 100, lastDigit: -1) + " %"
  }

  private func differenceText(_ share: Double) -> String {
    numberText(share * 100, lastDigit: min(0, lastDigit(of: share * 100, keeping: 2))) + " %"
  }
}
