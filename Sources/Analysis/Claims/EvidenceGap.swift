package import BenchmarkModel
import Statistics
import WorkloadKit

/// What is missing to decide a rule that is inconclusive.
package enum EvidenceGap: Sendable, Equatable {
  /// The run has no value of the rule's cases.
  case value
  /// The run's budget was too small for one of the rule's cases.
  case budget
  /// The workload was not measured on a machine with as many cores as the rule is about.
  case machine(cores: Int)
  /// The files that the rule counts are not all those that were measured.
  case measuredFiles
  /// More blocks of trials, with the time that they take, if the estimates stay.
  case blocks(Int, seconds: Double?)
  /// The estimate is so close to the bound that trials will hardly decide.
  case closeToBound

  /// More blocks than this would not be measured.
  private static let maximumBlocks = 1_000.0

  /// Nil for a rule that is decided.
  package init?(_ rule: ClaimRule, _ verdict: RuleVerdict, among results: [WorkloadResult]) {
    guard verdict.verdict == .inconclusive else { return nil }
    guard let selection = rule.selection else {
      self = .measuredFiles
      return
    }
    let result = results.first { $0.workload.name == selection.workload }
    if let wanted = selection.onCores, let run = result?.workload.run,
      run.machine.logicalCores != wanted
    {
      self = .machine(cores: wanted)
      return
    }
    guard case .estimate = verdict.finding, let result,
      let question = OpenQuestions.Question(rule, among: results)
    else {
      self = Self.isLeftOut(rule, result) ? .budget : .value
      return
    }
    guard let halfWidth = question.logHalfWidth, let distance = question.logDistance else {
      self = .blocks(2, seconds: result.seconds(ofBlock: question.cases).map { $0 * 2 })
      return
    }
    // The width of an interval falls with the square root of the number of blocks.
    let share = halfWidth / distance
    let needed = (Double(max(question.blocks, 1)) * share * share).rounded(.up)
    guard needed.isFinite, needed <= Self.maximumBlocks else {
      self = .closeToBound
      return
    }
    let more = max(1, Int(needed) - question.blocks)
    self = .blocks(more, seconds: result.seconds(ofBlock: question.cases).map { $0 * Double(more) })
  }

  private static func isLeftOut(_ rule: ClaimRule, _ result: WorkloadResult?) -> Bool {
    guard case .quantity(let quantity) = rule.condition, let result else { return false }
    let own = result.results(of: rule.runtime, quantity.selection)
    let other = quantity.other(than: rule.runtime).map {
      result.results(of: $0.runtime, $0.selection)
    }
    return (own + (other ?? [])).contains(where: \.isLeftOut)
  }

  /// The gap as a clause, for example `about 12 more trials of each case (40 s), if the estimates stay`.
  package var text: String {
    switch self {
    case .value:
      "a value at this size: \(Self.presetText(.standard)) or \(Self.presetText(.full))"
    case .budget:
      "a value at this size, for which the budget was too small: measure with a larger --budget"
    case .machine(let cores): "a run on a machine with \(counted(cores, "core"))"
    case .measuredFiles: "a run of the present files"
    case .blocks(let count, let seconds):
      "about \(counted(count, "more trial")) of each case"
        + (seconds.map { " (\(Self.timeText($0)))" } ?? "") + ", if the estimates stay"
    case .closeToBound: "nothing that trials would give: the estimate is at the bound"
    }
  }

  private static func presetText(_ preset: Preset) -> String {
    let minutes = (preset.budgetSeconds ?? 0) / 60
    return "the preset \(preset.rawValue) (\(groupedText(Int(minutes))) minutes for all workloads)"
  }

  private static func timeText(_ seconds: Double) -> String {
    seconds < 90
      ? "\(groupedText(max(1, Int(seconds.rounded())))) s"
      : "\(groupedText(Int((seconds / 60).rounded()))) minutes"
  }
}

extension WorkloadResult {
  /// How long one trial of each case took, by the medians of their processes; nil where that is not known.
  fileprivate func seconds(ofBlock cases: [Case]) -> Double? {
    var sum = 0.0
    for one in cases {
      guard let found = result(one.implementation, at: one.parameters),
        let median = found.measured[Metric.processTime.name]?.sample.median
      else { return nil }
      sum += median / 1e9
    }
    return cases.isEmpty ? nil : sum
  }
}
