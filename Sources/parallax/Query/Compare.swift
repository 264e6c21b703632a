import Analysis
import ArgumentParser
import BenchmarkModel
import Runner
import Store
import WorkloadCatalog

/// Compares two runs, or the runtimes of one run; as a gate, it turns the conclusion into an exit
/// code.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare two runs of one machine, or the runtimes of one run.",
    usage: "parallax compare <baseline> [<candidate>] <options>",
    discussion: """
      Name a run by its identifier, the beginning of it, a name from parallax name, or latest. With \
      one run, its runtimes are compared with one of them.

      A ratio is candidate ÷ baseline with its 95 % interval, for every metric; the verdict says \
      whether that is better or worse. A verdict is inconclusive unless the interval clears the \
      tolerance. Ratios are geometric means: of the ratios in each block of one run, or of the \
      trials of two runs; they can differ from the quotient of the medians. p is that of the t-test of \
      logarithms, adjusted over all rows by Holm's method; d is Cliff's delta, from -1 to 1. \
      The conclusion counts a row as worse or better only if p is also below 0.05; other rows have a \
      question mark. Runs of different machines are shown without verdicts.

      Exit codes with --gate: 0 equal; 2 worse; 3 inconclusive or not comparable; 4 better, none \
      worse.
      """)

  @OptionGroup var database: DatabaseOption
  @OptionGroup var output: FormatOption

  @Argument(help: "The baseline; if alone, the run whose runtimes are compared.")
  var baseline: String

  @Argument(help: "The candidate.")
  var candidate: String?

  @Option(
    help: ArgumentHelp(
      "With one run: the runtime that the others are compared with. (default: swift-async)",
      valueName: "id"))
  var baselineRuntime: String?

  @OptionGroup var choice: CaseChoice

  @Option(
    help: ArgumentHelp(
      "Compare this metric; may be repeated. (default: elapsedNanoseconds, peakResidentBytes)",
      valueName: "name"))
  var metric: [String] = []

  @OptionGroup var band: ToleranceOption

  @Option(
    help: ArgumentHelp(
      "A difference that does not matter, in the metric's unit: 1ms, 100kB; may be repeated.",
      valueName: "quantity"))
  var absolute: [AbsoluteTolerance] = []

  @Flag(help: "Report the conclusion as an exit code.")
  var gate = false

  func validate() throws {
    if candidate != nil, baselineRuntime != nil {
      throw ValidationError("--baseline-runtime applies to one run, not to two. Remove it.")
    }
    do {
      try requireKnown(choice.workload, kind: "workload", among: Catalog.names)
      try requireKnown(metric, kind: "metric", among: Metric.comparable.map(\.name))
    } catch { throw ValidationError("\(error)") }
  }

  func run() throws {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    // It may not be the newest run of the database.
    if [baseline, candidate].contains("latest") { try store.warnOfUnusableRows() }
    let comparison = try compared(in: store)
    try ComparisonPrinter(comparison, format: output.format).show()
    for note in comparison.notes { writeError(wrapped(note) + "\n") }
    if output.format == .table, let limits = try machineLimits(in: store) {
      writeError(wrapped(limits) + "\n")
    }
    writeError("Conclusion: \(comparison.conclusion.rawValue)\n")
    if gate, let code = comparison.conclusion.gateCode { throw ExitCode(code) }
  }

  private func compared(in store: MeasurementStore) throws -> RunComparison {
    let terms = RunComparison.Terms(
      metrics: metric.isEmpty
        ? [.elapsed, .peakResident]
        : metric.compactMap { name in Metric.comparable.first { $0.name == name } },
      latencies: Metric.knownLatencies,
      caseTerms: { CaseTerms($0) ?? CaseTerms() }, tolerance: band.tolerance,
      absolute: Dictionary(absolute.map { ($0.unit, $0.value) }) { max($0, $1) })
    let runtimes = try SourceTree.runtimesIfAny()
    try checkBaseline(among: runtimes.runtimes.map(\.id))
    guard let candidate else {
      let base = baselineRuntime ?? runtimes.baseline?.id ?? "swift-async"
      return try RunComparison(
        runtimesOf: side(baseline, in: store, runtimes, besides: base), against: base, terms: terms)
    }
    return try RunComparison(
      of: side(candidate, in: store, runtimes), to: side(baseline, in: store, runtimes),
      terms: terms)
  }

  /// Makes sure that the baseline is known; without a source tree, no runtime is.
  private func checkBaseline(among known: [String]) throws {
    // A variant is named behind a colon.
    guard let name = baselineRuntime?.prefix(while: { $0 != ":" }), !known.isEmpty,
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
    let places = Dictionary(
      uniqueKeysWithValues: Catalog.names.enumerated().map { ($0.element, $0.offset) })
    func place(_ trial: Trial) -> Int {
      places[trial.planned.case.implementation.workload] ?? places.count
    }
    return trials.sorted { one, other in
      let (first, second) = (one.planned, other.planned)
      if place(one) != place(other) { return place(one) < place(other) }
      let sizes = (first.case.parameters.map(\.value), second.case.parameters.map(\.value))
      if sizes.0 != sizes.1 { return sizes.0.lexicographicallyPrecedes(sizes.1) }
      let sides = (first.case.implementation, second.case.implementation)
      if sides.0.runtime != sides.1.runtime { return sides.0.runtime < sides.1.runtime }
      return (sides.0.variant ?? "", first.position) < (sides.1.variant ?? "", second.position)
    }
  }

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

extension RunComparison.Conclusion {
  /// The exit code of a gate; nil for success.
  var gateCode: Int32? {
    switch self {
    case .equal: nil
    case .worse: 2
    case .inconclusive, .notComparable: 3
    case .onlyBetter: 4
    }
  }
}
