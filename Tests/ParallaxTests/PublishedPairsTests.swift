import AnalysisFixtures
import BenchmarkModel
import FoundationEssentials
import Store
import Testing
import WorkloadCatalog
import WorkloadKit

@testable import Analysis
@testable import Reporting
@testable import parallax

/// How many of the published numbers of this tree find a measured one, in SQL and on pages, if their sizes are
/// measured.
struct PublishedPairsTests {
  private let tool: BuiltTool
  private let store: MeasurementStore
  private let run = Nights.id(1)

  init() throws {
    tool = try BuiltTool()
    store = try MeasurementStore(path: tool.database, access: .create)
  }

  /// Every number that names our runtime, our metric and a size of ours stands beside the measured one; pages
  /// leave out those under another contract.
  @Test func everyMappedNumberFindsItsMeasurement() throws {
    let imported = try tool.run("import", "--db", tool.database)
    try #require(imported.exitCode == 0, "\(imported.errors)")
    let mapped = try store.references().filter {
      $0.comparesTo != nil && $0.comparesToMetric != nil
    }
    let sized = mapped.filter { reference in
      Catalog.workload(named: reference.workload).map { !Self.sizes(for: reference, $0).isEmpty }
        ?? false
    }
    try measure(sized)
    let runtimes = try SourceTree(from: ImportTests.root.path).runtimes
    try AnalysisWriter(store: store, runtimes: runtimes).bringUpToDate()

    var found: Set<String> = []
    try store.query("SELECT DISTINCT reference FROM publishedVersusMeasured") { row in
      if case .text(let id) = row[0] { found.insert(id) }
      return .more
    }
    #expect(found == Set(sized.map(\.id)), "\(found.symmetricDifference(sized.map(\.id)).sorted())")

    let whole = try store.run(run)
    let inputs = try Catalog.workloads.map { workload in
      WorkloadInput(
        workload, run: whole, trials: try store.trials(of: run, workload: workload.name))
    }
    let pairs = try WorkloadResult.all(inputs).flatMap { PublishedPair.all(in: $0, of: mapped) }
    let shown = Set(pairs.map(\.reference.id))
    #expect(shown == Set(sized.filter { $0.contract.kind != .different }.map(\.id)))

    // So that none is lost unseen; the others name no size that the contract has.
    #expect(
      mapped.count >= 347 && sized.count >= 251 && shown.count >= 170,
      "\(mapped.count) \(sized.count) \(shown.count)")
  }

  /// The sizes of a preset with the parameters that a published number names, as far as the contract admits them;
  /// none if the number names none but a duration.
  private static func sizes<Problem: Workload>(
    for reference: Reference, _ workload: Problem.Type
  ) -> Set<[Parameter]> {
    let sizes = workload.cases(for: .standard)
      .compactMap { size -> [Parameter]? in
        let values = size.values.map { value in
          ParameterValue(
            value.name,
            reference.parameters.first { $0.name == value.name }?.value ?? value.value)
        }
        do { _ = try Problem.Parameters(values) } catch { return nil }
        return values.map { Parameter($0.name, $0.value) }
      }
    return Set(
      sizes.filter { size in
        size.contains {
          reference.parameters.contains($0) && !$0.name.hasSuffix("-milliseconds")
        }
      })
  }

  /// Stores a run with a trial of each case that a published number needs, with a value of every metric that is
  /// stored.
  private func measure(_ references: [Reference]) throws {
    var cases: Set<Case> = []
    for reference in references {
      guard let workload = Catalog.workload(named: reference.workload),
        let implementation = reference.comparesTo
      else { continue }
      cases.formUnion(Self.sizes(for: reference, workload).map { Case(implementation, $0) })
    }
    let plan = cases.sorted { $0.description < $1.description }.enumerated().map {
      PlannedTrial(position: $0.offset, block: 0, case: $0.element, warmups: 0, iterations: 1)
    }
    try store.begin(
      Run(
        id: run, startedAt: Nights.start, preset: "standard", seed: 1, toolVersion: "0.1.0",
        machine: Nights().machine), plan: plan, metrics: Metric.known)
    try store.record(
      plan.map { planned in
        let contract = Catalog.workload(named: planned.case.implementation.workload).map {
          WorkloadInput($0, run: nil, trials: [])
        }
        let own = contract?.metrics.map(\.name) ?? []
        return Trial(
          planned: planned, startedAt: Nights.start, outcome: Outcome(.completed),
          measurements: (["elapsedNanoseconds", "processorNanoseconds"] + own).map {
            Measurement($0, iteration: 0, 1e9)
          }
            + [
              "peakResidentBytes", "pageTableBytes", "userNanoseconds", "systemNanoseconds",
              "processNanoseconds",
            ].map { Measurement($0, 1e9) },
          latencies: (contract?.latencies ?? []).map {
            LatencyBucket($0.name, iteration: 0, value: 1_000, count: 20_000)
          })
      }, in: run)
  }
}
