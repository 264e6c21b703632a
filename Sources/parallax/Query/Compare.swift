import Analysis
import ArgumentParser
import BenchmarkModel
import Runner
import Store
import WorkloadCatalog
import WorkloadKit

/// Compares two runs, or the runtimes of one run; as a gate, it turns the conclusion into an exit
/// code.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare two runs of one machine, or the runtimes of one run.",
    usage: "parallax compare <baseline> [<candidate>] <options>",
    discussion: """
      Name a run by its identifier, the beginning of it, a name from parallax name, or latest. With \
      one run, its runtimes are compared with one of them. With --baseline last:10, the run is compared \
      with the level of the ten runs before it on its machine.

      A ratio is candidate ÷ baseline with its 95 % interval, for every metric; the verdict says \
      whether that is better or worse. A verdict is inconclusive unless the interval clears the \
      tolerance. Ratios are geometric means: of the ratios in each block of one run, or of the \
      trials of two runs; they can differ from the quotient of the medians. p is that of the t-test of \
      logarithms, adjusted over all rows by Holm's method; d is Cliff's delta, from -1 to 1. \
      A better or worse row is confirmed if p is also below 0.05; others have a question mark. Runs \
      of different machines are shown without verdicts.

      Exit codes with --gate: 0 nothing is confirmed worse, and every interval excludes a worsening by \
      more than the margin; 2 a row is confirmed worse, or a case lost its value; 3 too little evidence, \
      or not comparable; 4 as 0, and a row is confirmed better.
      """)

  @OptionGroup var database: DatabaseOption

  @OptionGroup var treeOption: TreeOption

  @Option(help: ArgumentHelp("The output format.", valueName: "format"))
  var format = ComparisonFormat.table

  @Argument(
    help: """
      The baseline; if alone, the run whose runtimes are compared, or with --baseline the candidate.
      """)
  var baseline: String

  @Argument(help: "The candidate.")
  var candidate: String?

  @Option(
    help: ArgumentHelp(
      "With one run: the runtime that the others are compared with. (default: swift-async)",
      valueName: "id"))
  var baselineRuntime: String?

  @Option(
    name: .customLong("baseline"),
    help: ArgumentHelp(
      "The baseline: a run, or last:10 for the ten runs before the candidate.", valueName: "runs"))
  var baselines: String?

  @OptionGroup var choice: CaseChoice

  @Option(
    help: ArgumentHelp(
      "Compare this metric; may be repeated. (default: the headline metric of each workload)",
      valueName: "name"))
  var metric: [String] = []

  @OptionGroup var band: ToleranceOption

  @Option(
    help: ArgumentHelp(
      "A difference that does not matter, in the metric's unit: 1ms, 100kB; may be repeated.",
      valueName: "quantity"))
  var absolute: [AbsoluteTolerance] = []

  @Option(
    help: ArgumentHelp(
      "The worsening that --gate must exclude. (default: 50%)", valueName: "percent"),
    transform: parseTolerance)
  var margin = Gate.margin

  @Flag(help: "Report the conclusion as an exit code.")
  var gate = false

  func validate() throws {
    if candidate != nil, baselineRuntime != nil {
      throw ValidationError("--baseline-runtime applies to one run, not to two. Remove it.")
    }
    if baselines != nil, candidate != nil || baselineRuntime != nil {
      throw ValidationError(
        "--baseline already names what the run is compared with. Name one run besides it.")
    }
    if baselines?.hasPrefix("last:") == true, runCount == nil {
      throw ValidationError(
        "--baseline \(baselines ?? "") must have a number of runs from 2 to 100, as in last:10.")
    }
    do {
      try requireKnown(choice.workload, kind: "workload", among: Catalog.measurableNames)
      try requireKnown(metric, kind: "metric", among: Metric.comparable.map(\.name))
    } catch { throw ValidationError("\(error)") }
  }

  /// The number of runs in `last:10`; nil for anything else.
  private var runCount: Int? {
    guard let text = baselines, text.hasPrefix("last:"), let count = Int(text.dropFirst(5)),
      (2...100).contains(count)
    else { return nil }
    return count
  }

  func run() throws {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    // It may not be the newest run of the database.
    if [baseline, candidate, baselines].contains("latest") { try store.warnOfUnusableRows() }
    let terms = self.terms
    let comparison = try compared(in: store, terms)
    try ComparisonPrinter(comparison, terms, format: format).show()
    comparison.explain(adding: format == .table ? try machineLimits(in: store) : nil)
    if gate, let code = comparison.gate.conclusion.exitCode { throw ExitCode(code) }
  }

  private var terms: RunComparison.Terms {
    let chosen = metric.compactMap { name in Metric.comparable.first { $0.name == name } }
    var terms = RunComparison.Terms.byContract
    terms.metrics = metric.isEmpty ? nil : chosen
    terms.tolerance = band.tolerance
    terms.absolute = Dictionary(absolute.map { ($0.unit, $0.value) }) { max($0, $1) }
    terms.margin = margin
    return terms
  }

  private func compared(
    in store: MeasurementStore, _ terms: RunComparison.Terms
  ) throws -> RunComparison {
    let runtimes = try SourceTree.runtimesIfAny()
    // Programs of the user are runtimes that only a run knows.
    let programs =
      try baselineRuntime == nil
      ? []
      : store.plan(of: store.run(baseline).id)
        .map(\.case.implementation).filter { $0.workload == Programs.name }.map(\.runtime.id)
    try checkBaseline(among: runtimes.runtimes.map(\.id) + Set(programs).sorted())
    if let runCount { return try comparedWithLast(runCount, in: store, runtimes, terms) }
    let one = baselines ?? baseline
    guard let other = baselines == nil ? candidate : baseline else {
      let base = baselineRuntime ?? runtimes.baseline?.id ?? "swift-async"
      return try RunComparison(
        runtimesOf: side(one, in: store, runtimes, besides: base), against: base, terms: terms)
    }
    return try RunComparison(
      of: side(other, in: store, runtimes), to: side(one, in: store, runtimes), terms: terms)
  }

  /// Compares a run with those before it on its machine.
  private func comparedWithLast(
    _ count: Int, in store: MeasurementStore, _ runtimes: RuntimeCatalog,
    _ terms: RunComparison.Terms
  ) throws -> RunComparison {
    let new = try side(baseline, in: store, runtimes)
    guard new.run.environment.isEmpty else {
      throw ValidationError(
        "Run \(new.run.shortID) added to the environment of its trials, and those before it did not. "
          + "Compare it with one run.")
    }
    let earlier = try store.historyRuns(
      onMachine: new.run.machine.fingerprint, before: new.run.startedAt, limit: count
    ).runs
    guard earlier.count >= 2 else {
      throw ValidationError(
        "There \(earlier.count == 1 ? "is 1 run" : "is no run") of the machine before run "
          + "\(new.run.shortID); a level takes two. Name one run: --baseline RUN.")
    }
    return try RunComparison(
      of: new, toLevelOf: earlier.reversed().map { try side($0.id, in: store, runtimes) },
      terms: terms)
  }

  /// Makes sure that the baseline is known; without a source tree, no runtime is.
  private func checkBaseline(among known: [String]) throws {
    // A variant is named behind a colon, a toolchain behind an at sign.
    guard let name = baselineRuntime?.prefix(while: { $0 != ":" && $0 != "@" }), !known.isEmpty,
      !known.contains(String(name))
    else { return }
    throw unknownName("runtime", String(name), among: known)
  }

  /// A run with the selected trials, and those of one more runtime, in the order of the catalog: the
  /// plan is shuffled.
  private func side(
    _ name: String, in store: MeasurementStore, _ described: RuntimeCatalog,
    besides base: String? = nil
  ) throws -> RunComparison.Side {
    let run = try store.run(name)
    let all = described.describing(try store.trials(of: run.id))
    try requireKnown(choice.runtime, in: all, described)
    let trials = all.filter { trial in
      let implementation = trial.planned.case.implementation
      let (workloads, runtimes) = (choice.workload, choice.runtime)
      return (workloads.isEmpty || workloads.contains(implementation.workload))
        && (runtimes.isEmpty || runtimes.contains(implementation.runtime.id)
          || runtimes.contains(implementation.runtimeID) || implementation.runtimeID == base)
    }
    return RunComparison.Side(run: run, trials: Self.inCatalogOrder(trials))
  }

  /// Makes sure that chosen runtimes are described or in the run.
  private func requireKnown(
    _ names: [String], in trials: [Trial], _ described: RuntimeCatalog
  ) throws {
    let implementations = Set(trials.map(\.planned.case.implementation))
    let known = Set(
      described.runtimes.map(\.id) + implementations.map(\.runtime.id)
        + implementations.map(\.runtimeID)
    ).sorted()
    guard let name = names.first(where: { !known.contains($0) }) else { return }
    throw unknownName("runtime", name, among: known)
  }

  /// The trials by workload, size and runtime; those of a case stay in the order of the plan.
  static func inCatalogOrder(_ trials: [Trial]) -> [Trial] {
    trials.sorted { one, other in
      let (first, second) = (one.planned, other.planned)
      if first.case == second.case { return first.position < second.position }
      return precedes(first.case, second.case)
    }
  }

  /// Whether a case goes before another: by workload in the order of the catalog, size and runtime.
  static func precedes(_ one: Case, _ other: Case) -> Bool {
    let (first, second) = (one.implementation, other.implementation)
    let places = (place[first.workload] ?? place.count, place[second.workload] ?? place.count)
    if places.0 != places.1 { return places.0 < places.1 }
    let sizes = (one.parameters.map(\.value), other.parameters.map(\.value))
    if sizes.0 != sizes.1 { return sizes.0.lexicographicallyPrecedes(sizes.1) }
    if first.runtime != second.runtime { return first.runtime < second.runtime }
    return (first.variant ?? "", first.toolchain ?? "")
      < (second.variant ?? "", second.toolchain ?? "")
  }

  private static let place = Dictionary(
    uniqueKeysWithValues: Catalog.measurableNames.enumerated().map { ($0.element, $0.offset) })

  /// A summary of the newest certificate of the baseline's machine; nil if there is none.
  private func machineLimits(in store: MeasurementStore) throws -> String? {
    try CertificateReader(store: store)
      .newest(onMachine: store.run(baseline).machine.fingerprint, simulations: 0)?
      .sentences.joined(separator: " ")
  }

  private func requireKnown(_ names: [String], kind: String, among allowed: [String]) throws {
    guard let name = names.first(where: { !allowed.contains($0) }) else { return }
    throw CommandError.unknownName(
      kind: kind, name: name, nearest: nearestName(to: name, in: allowed), allowed: allowed)
  }
}

extension Gate.Conclusion {
  /// The exit code of a gate; nil for success.
  var exitCode: Int32? {
    switch self {
    case .notWorse: nil
    case .worse: 2
    case .inconclusive, .notComparable: 3
    case .onlyBetter: 4
    }
  }
}

extension RunComparison {
  /// Says on standard error what the rows do not, and what they come to.
  func explain(adding limits: String? = nil) {
    for text in notes + [limits].compactMap(\.self) + gate.sentences {
      writeError(wrapped(text) + "\n")
    }
    writeError("Conclusion: \(gate.conclusion.rawValue)\n")
  }
}

extension RunComparison.Terms {
  /// The headline metric of each workload, as the contracts of this Parallax say.
  static var byContract: RunComparison.Terms {
    let headlines = Catalog.measurable.compactMap { workload in
      WorkloadInput(workload, run: nil, trials: []).headlineMetric.map { (workload.name, $0) }
    }
    return RunComparison.Terms(
      headlines: Dictionary(headlines) { first, _ in first }, latencies: Metric.knownLatencies,
      caseTerms: { CaseTerms($0) ?? CaseTerms() })
  }
}

extension WorkloadInput {
  /// The first headline metric, whether or not anything is measured.
  var headlineMetric: Metric? {
    headlines.lazy.compactMap { name in knownMetrics.first { $0.name == name } }.first
  }
}
