import Analysis
import BenchmarkModel
import Platform
import Runner
import Statistics
import Store
import WorkloadCatalog
import WorkloadKit

/// The share of headline comparisons that are decided and confirmed over the time of a run with a budget, from
/// what the newest run of a database measured: `parallax-bench curve DATABASE`.
///
/// Each case keeps its level, its time per trial, and the variance of its ratio to the best, moderated by like
/// cases. Blocks are drawn from normal distributions, and the planner of `measure` runs.
func curve(_ path: String) throws {
  let store = try MeasurementStore(path: path, access: .readOnly)
  let runs = try store.runs().map { try store.run($0.id) }
  guard let run = runs.first(where: { $0.lookCount > 1 }) else { throw BenchError.noRun(path) }
  let inputs = try Catalog.workloads.map { workload in
    WorkloadInput(
      workload, run: run, trials: try store.trials(of: run.id, workload: workload.name))
  }
  let results = try WorkloadResult.all(inputs)
  let asMeasured = OpenQuestions(among: results)
  print(
    "as measured: \(asMeasured.decidedCount) of \(asMeasured.count) decided, "
      + "\(asMeasured.confirmedCount) confirmed, median half-width of the logarithms "
      + fixed(asMeasured.medianLogHalfWidth ?? 0, digits: 3))
  let measured: [MeasuredTable] = results.flatMap { MeasuredTable.all(of: $0) }
  let groups = Dictionary(grouping: measured, by: \.kind)
  let priors = groups.mapValues { VariancePrior(of: $0.flatMap(\.differences)) }
  let budget = run.budgetSeconds ?? 300
  var races: [PlannedRace] = []
  for stream in 0..<curveRuns {
    var generator = SeededGenerator(seed: 23, stream: UInt64(stream))
    let tables = measured.map { $0.simulated(priors[$0.kind] ?? .none, &generator) }
    races.append(
      PlannedRace(tables, budget: budget, seed: generator.next(), recordsLooks: true))
  }
  print("\(races[0].endings.joined().count) comparisons, means of \(curveRuns) simulated runs")
  print("seconds   decided   confirmed")
  for step in 1...10 {
    let seconds = budget * Double(step) / 10
    let moments = races.compactMap { race in race.moments.last { $0.seconds <= seconds } }
    let decided: Double = moments.map(\.decided).reduce(0, +) / Double(curveRuns)
    let confirmed: Double = moments.map(\.confirmed).reduce(0, +) / Double(curveRuns)
    print(padded(fixed(seconds, digits: 0), 7), percent(decided), percent(confirmed))
  }
}

private let curveRuns = 10

/// A workload at one size as it was measured.
private struct MeasuredTable {
  let entries: [MeasuredCase]
  let size: [Parameter]
  let times: [(Case, Double)]
  let kind: String
  let isLowerBetter: Bool
  /// The logarithms of the ratios to the best in the blocks that both have.
  let differences: [[Double]]

  static func all(of result: WorkloadResult) -> [MeasuredTable] {
    guard let metric = result.headlines.first else { return [] }
    return result.rankedSizes.compactMap { MeasuredTable(result, metric, $0) }
  }

  /// Nil with fewer than two cases, and when a value is not positive.
  private init?(_ result: WorkloadResult, _ metric: Metric, _ size: [Parameter]) {
    entries = Ranking(of: metric, at: size, in: result).entries
    guard let best = entries.first, entries.count > 1 else { return nil }
    func values(_ entry: MeasuredCase) -> [Int: Double] {
      Dictionary(zip(entry.measured.blocks, entry.measured.sample.trialMedians)) { $1 }
    }
    let base = values(best)
    var differences: [[Double]] = []
    for entry in entries.dropFirst() {
      let own = values(entry)
      let blocks = base.keys.filter { own[$0] != nil }.sorted()
      guard let ratios = logRatios(of: blocks.map { own[$0] }, to: blocks.map { base[$0] }) else {
        return nil
      }
      differences.append(ratios)
    }
    self.differences = differences
    self.size = size
    times = result.cases.filter { $0.case.parameters == size }.map { one in
      let times = one.trials.compactMap { trial in
        trial.measurements.first { $0.metric == Metric.processTime.name }?.value
      }
      return (one.case, times.reduce(0, +) / Double(max(times.count, 1)) / 1e9)
    }
    isLowerBetter = metric.better == .lower
    kind = (metric.unit == .perSecond ? Metric.Unit.nanoseconds : metric.unit).rawValue
  }

  func simulated(_ prior: VariancePrior, _ generator: inout SeededGenerator) -> SimulatedTable {
    let variances = differences.map { values -> Double in
      let count = Double(max(values.count, 1))
      let mean = values.reduce(0, +) / count
      let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (prior.degreesOfFreedom * prior.variance + sum)
        / max(prior.degreesOfFreedom + count - 1, 1)
    }
    // Half of the variance of the steadiest ratio is the best case's part in all of them.
    let ofBest = (variances.min() ?? 0) / 2
    let spreads = ([ofBest] + variances.map { $0 - ofBest }).map { $0.squareRoot() }
    return SimulatedTable(
      entries.map { entry in
        let median = entry.measured.sample.median
        return (Case(entry.implementation, size), isLowerBetter ? median : 1 / median)
      },
      spreads: spreads, times: times, kind: kind, &generator)
  }
}

extension WorkloadInput {
  /// A run's trials of a workload, as `measure` judges them.
  fileprivate init(_ workload: any Workload.Type, run: Run, trials: [Trial]) {
    let cases = Dictionary(trials.map { ($0.planned.case.parameters, $0.planned.case) }) { $1 }
    self.init(
      name: workload.name, title: workload.title, operation: workload.operation, folder: "",
      readme: "", metrics: workload.addedMetrics, latencies: workload.latencyMetrics,
      headlines: workload.headlines,
      placeCondition: workload.placeCondition.map(PlaceCondition.init),
      terms: cases.compactMapValues { CaseTerms($0) }, run: trials.isEmpty ? nil : run,
      trials: trials)
  }
}
