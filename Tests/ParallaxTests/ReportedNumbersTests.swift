import BenchmarkModel
import FoundationEssentials
import Statistics
import Store
import Testing
import WorkloadCatalog

@testable import Analysis
@testable import Reporting
@testable import parallax

/// What the tables of a report print is what SQL answers.
struct ReportedNumbersTests {
  private let tool: BuiltTool
  private let store: MeasurementStore
  private let tree: SourceTree

  init() throws {
    tool = try BuiltTool()
    store = try MeasurementStore(path: tool.database, access: .create)
    tree = try SourceTree(from: ImportTests.root.path)
  }

  private static let runtimes: [(Runtime, toolchain: String?)] = [
    (.swiftThreads, nil), (.swiftAsync, nil), (.go, nil), (.tokio, nil), (.go, "1.25"),
  ]

  /// Stores a run with eight blocks; every runtime and version has another level, and one falls into two
  /// modes.
  private func add(_ day: Int, _ workloads: [String: [Parameter]], scale: Double) throws -> String {
    var generator = SeededGenerator(seed: UInt64(day))
    let startedAt = Nights.start + Double(day) * 86_400
    var trials: [Trial] = []
    for (workload, size) in workloads.sorted(by: { $0.key < $1.key }) {
      for block in 0..<8 {
        for (place, (runtime, toolchain)) in Self.runtimes.enumerated() {
          let noise = 1 + 0.1 * Double(generator.next() >> 40) / Double(1 << 24)
          let mode = runtime == .tokio && block % 2 == 0 ? 3.0 : 1
          let planned = PlannedTrial(
            position: trials.count, block: block,
            case: Case(
              Implementation(workload: workload, runtime: runtime, toolchain: toolchain), size),
            warmups: 0, iterations: 1)
          trials.append(
            Trial(
              planned: planned, startedAt: startedAt, outcome: Outcome(.completed),
              runtimeVersion: "1",
              measurements: [
                Measurement(
                  "elapsedNanoseconds", iteration: 0, scale * Double(place + 1) * mode * noise),
                Measurement(
                  "processorNanoseconds", iteration: 0, scale * Double(place + 2) * noise),
                Measurement("peakResidentBytes", 1e6 * Double(place + 3) * noise),
                Measurement("maximumThreadCount", Double(place + 4)),
              ]))
        }
      }
    }
    let run = Run(
      id: Nights.id(day), startedAt: startedAt, preset: "standard", seed: UInt64(day),
      toolVersion: "0.1.0", machine: Nights().machine)
    try store.begin(run, plan: trials.map(\.planned), metrics: Metric.known)
    try store.record(trials, in: run.id)
    try store.finish(run.id, at: startedAt + 600)
    return run.id
  }

  /// A run of two workloads and a newer one of the second only, so that the report shows a part of the
  /// first run, whose intervals nevertheless depend on all of it.
  @Test func everyNumberOfATableIsARowOfTheDatabase() throws {
    let pings = [Parameter("pairs", 1), Parameter("rounds", 20_000)]
    // A size that claims are about.
    let spawns = [Parameter("tasks", 200_000)]
    let old = try add(1, ["ping-pong": pings, "spawn-many": spawns], scale: 1e6)
    let new = try add(2, ["ping-pong": pings], scale: 3e6)
    try AnalysisWriter(store: store, runtimes: tree.runtimes).bringUpToDate()
    let report = try Report(
      ReportBuilder(tree: tree, store: store, keepsContradicted: true).input())
    let numbers = try Numbers(store, runs: ["ping-pong": new, "spawn-many": old])
    var seen = (estimates: 0, ratios: 0, steps: 0, workloads: Set<String>())
    for page in report.pages where !(page.context is ClaimsPage) {
      guard let shown = page.context as? any ShowsNumbers else { continue }
      for cell in shown.numberCells {
        guard case .link(let text, let address) = cell.markup,
          let mark = address.firstRange(of: ProofPage.addressSuffix)
        else { continue }
        let name = String(address[mark.upperBound...])
        if name.hasPrefix(VersionSeries.stepPrefix) {
          #expect(numbers.steps.contains(text), "\(text), \(numbers.steps)")
          seen.steps += 1
          continue
        }
        let found = try #require(numbers[name], "\(text) on \(page.name)")
        if text.contains("×") {
          #expect(found.ratios.contains(text), "\(text), \(found.ratios)")
          seen.ratios += 1
        } else {
          #expect(
            found.estimates.contains { text == $0 || text.hasPrefix("\($0),") },
            "\(text), \(found.estimates)")
          seen.estimates += 1
        }
        seen.workloads.insert(found.workload)
      }
    }
    #expect(seen.estimates > 10 && seen.ratios > 5 && seen.steps > 1, "\(seen)")
    #expect(seen.workloads == ["ping-pong", "spawn-many"])
    #expect(numbers.haveModes)
    try expectProofs(of: report, toBe: numbers)
    try expectClaims(of: report, toBe: numbers)
  }

  /// Values, ratios and numbers of trials of the pages of proofs.
  private func expectProofs(of report: Reporting.Report, toBe numbers: Numbers) throws {
    var (rows, ratios) = (0, 0)
    for section in report.pages.compactMap({ $0.context as? ProofPage }).flatMap(\.sections) {
      for cells in section.table.rows.map(\.cells) {
        guard case .link(let name, _) = cells[0].markup else { continue }
        let found = try #require(numbers[name], "\(name)")
        #expect(cells[2].text.map(found.estimates.contains) == true, "\(cells) \(found)")
        #expect(cells[cells.count - 2].text == "\(found.trials)", "\(cells) \(found)")
        rows += 1
        guard cells.count == 6, let ratio = cells[3].text, ratio != "–" else { continue }
        #expect(found.ratios.contains(ratio), "\(ratio), \(found.ratios)")
        ratios += 1
      }
    }
    #expect(rows > 10 && ratios > 5, "\(rows) \(ratios)")
  }

  /// What decides a claim: an estimate, or the ratio of two runtimes.
  private func expectClaims(of report: Reporting.Report, toBe numbers: Numbers) throws {
    var (estimates, ratios) = (0, 0)
    for page in report.pages.compactMap({ $0.context as? ClaimsPage }) {
      for rule in (page.entries + (page.own?.entries ?? [])).flatMap(\.rules) {
        guard case .link(let text, let address) = rule.finding.markup,
          let mark = address.firstRange(of: ProofPage.addressSuffix)
        else { continue }
        let found = try #require(numbers[String(address[mark.upperBound...])], "\(text)")
        if text.contains("×") {
          #expect(found.quotients.contains(text), "\(text), \(found.quotients)")
          ratios += 1
        } else {
          #expect(found.estimates.contains(text), "\(text), \(found.estimates)")
          estimates += 1
        }
      }
    }
    #expect(estimates > 0 && ratios > 1, "\(estimates) \(ratios)")
  }
}

/// The rows of `caseEstimate` and `caseComparison` in the words of the report, by the name of the number.
private struct Numbers {
  struct Texts {
    var workload: String
    /// With the interval, and without.
    var estimates: Set<String> = []
    var trials = 0
    /// The ratios to all baselines, with verdicts, and without.
    var ratios: Set<String> = []
    var quotients: Set<String> = []
  }

  private var texts: [String: Texts] = [:]
  /// The ratios of versions to the versions before.
  private(set) var steps: Set<String> = []

  subscript(name: String) -> Texts? { texts[name] }

  var haveModes: Bool { texts.values.contains { $0.estimates.contains { $0.contains("modes") } } }

  init(_ store: MeasurementStore, runs: [String: String]) throws {
    for (workload, run) in runs {
      let contract = try #require(Catalog.workload(named: workload))
      let metrics = WorkloadInput(contract, run: nil, trials: []).knownMetrics
      let cases = Set(try store.plan(of: run).map(\.case))
      let cells = ReportCell.all(
        of: WorkloadInput(contract, run: nil, trials: []), cases: Array(cases))
      let names = Dictionary(
        uniqueKeysWithValues: cells.map { ([$0.case.description, $0.metric.name], $0.id.text) })
      let sql = """
        SELECT \(Self.name("runtime", "toolchain")), metric, value, lower, upper, lowMode, highMode,
          lowModeShare, trials
        FROM caseEstimate WHERE uuid = '\(run)' AND workload = '\(workload)'
        """
      var split: Set<String> = []
      for row in try store.rows(of: sql) {
        guard case .text(let measured) = row[0], case .text(let name) = row[1],
          let value = row[2].number, let metric = metrics.first(where: { $0.name == name }),
          let cell = names[[measured, name]]
        else { continue }
        let estimate = Estimate(value: value, row[3].number, row[4].number)
        var whole = QuantityText(estimate, metric.unit).text
        if let low = row[5].number, let high = row[6].number, let share = row[7].number {
          split.insert("\(measured) \(name)")
          whole +=
            "; modes: \(quantityText(low, metric.unit)) in \(percentText(share)), "
            + "\(quantityText(high, metric.unit)) in \(percentText(1 - share))"
        }
        texts[cell, default: Texts(workload: workload)].estimates = [
          whole, QuantityText(estimate, metric.unit).text, quantityText(value, metric.unit),
        ]
        texts[cell]?.trials = row[8].number.map { Int($0) } ?? 0
      }
      let ratios = """
        SELECT \(Self.name("runtime", "toolchain")), metric, ratio, lower, upper, verdict, adjustedPValue,
          \(Self.name("baselineRuntime", "baselineToolchain")), isConfirmed, toolchain <> baselineToolchain
        FROM caseComparison WHERE uuid = '\(run)' AND workload = '\(workload)'
        """
      for row in try store.rows(of: ratios) {
        guard case .text(let measured) = row[0], case .text(let name) = row[1],
          let ratio = row[2].number, case .text(let verdict) = row[5], let pValue = row[6].number,
          case .text(let baseline) = row[7], let cell = names[[measured, name]],
          let metric = metrics.first(where: { $0.name == name })
        else { continue }
        let hasModes = [measured, baseline].contains { split.contains("\($0) \(name)") }
        let quotient = ratioText(Estimate(value: ratio, row[3].number, row[4].number))
        texts[cell]?.quotients.insert(quotient)
        // SQL has the ratios of headline metrics. Times have the ratio of the times per operation.
        if name == DerivedMetric.perOperation.metric.name,
          let elapsed = names[[measured, Metric.elapsed.name]]
        {
          texts[elapsed]?.quotients.insert(quotient)
        }
        let text =
          quotient + ", \(Self.words(verdict, metric))" + (hasModes ? " (two modes)" : "")
        texts[cell]?.ratios.insert("\(text), \(pValueText(pValue))")
        if row[9].number == 1 {
          let isDifferent = ["better", "worse"].contains(verdict)
          let status = row[8].number == 1 ? ", confirmed" : isDifferent ? ", unconfirmed" : ""
          steps.insert(text + status)
        }
      }
    }
  }

  /// The SQL of a case as ``Case/description`` spells it.
  private static func name(_ runtime: String, _ toolchain: String) -> String {
    "workload || '/' || \(runtime) || iif(\(toolchain) = 'default', '', '@' || \(toolchain)) "
      + "|| ' ' || parameters"
  }

  /// A verdict in the words of a metric where less is better.
  private static func words(_ verdict: String, _ metric: Metric) -> String {
    switch verdict {
    case "better": metric.unit == .nanoseconds ? "faster" : "less"
    case "worse": metric.unit == .nanoseconds ? "slower" : "more"
    case "equal": "equal within 5 %"
    default: verdict
    }
  }
}

extension Estimate {
  fileprivate init(value: Double, _ lower: Double?, _ upper: Double?) {
    let interval = lower.flatMap { lower in
      upper.map { ConfidenceInterval(level: 0.95, lower: lower, upper: $0) }
    }
    self.init(value: value, interval: interval)
  }
}

extension QueryValue {
  fileprivate var number: Double? {
    switch self {
    case .real(let number): number
    case .integer(let number): Double(number)
    default: nil
    }
  }
}

extension MeasurementStore {
  fileprivate func rows(of sql: String) throws -> [[QueryValue]] {
    var rows: [[QueryValue]] = []
    try query(sql) {
      rows.append($0)
      return .more
    }
    return rows
  }
}
