import Analysis
import ArgumentParser
import BenchmarkModel
import Runner
import Store
import WorkloadCatalog

/// Sets two runs, or the runtimes of one, side by side and, as a gate, turns the verdict into an exit
/// code.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare two runs of one machine, or the runtimes of one run.",
    discussion: """
      A run is named by its identifier, the beginning of that, a name from parallax name, or \
      latest. With one run, its runtimes are compared with one of them.

      A ratio is candidate ÷ baseline with its 95 % interval. A verdict needs an interval that is \
      clear of the tolerance and six trials on each side. p is that of Mann and Whitney's test on \
      the trial medians, adjusted by Holm over all rows; d is Cliff's delta, from -1 to 1. The \
      conclusion counts a row as worse or better only when p is below 0.05 as well; others are \
      marked with a question mark. An inconclusive row is unclear in the table. Runs of different machines are shown and never judged.

      Exit codes with --gate: 0 same; 2 worse; 3 inconclusive or not comparable; 4 only better.
      """)

  @OptionGroup var database: DatabaseOption
  @OptionGroup var output: FormatOption

  @Argument(help: "The baseline; alone, the run whose runtimes are compared.")
  var baseline: String

  @Argument(help: "The candidate.")
  var candidate: String?

  @Option(
    help: ArgumentHelp(
      "With one run: what its other runtimes are compared with. (default: swift-async)",
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
      "A difference that does not matter in metrics of its unit: 1ms, 100kB; may be repeated.",
      valueName: "quantity"))
  var absolute: [AbsoluteTolerance] = []

  @Flag(help: "Exit with a code that says how the candidate compares.")
  var gate = false

  func validate() throws {
    if candidate != nil, baselineRuntime != nil {
      throw ValidationError("--baseline-runtime is for the runtimes of one run, not for two runs.")
    }
    do {
      try requireKnown(choice.workload, kind: "workload", among: Catalog.names)
      try requireKnown(metric, kind: "metric", among: Metric.comparable.map(\.name))
    } catch { throw ValidationError("\(error)") }
  }

  func run() throws {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    let comparison = try compared(in: store)
    ComparisonPrinter(comparison, format: output.format).print()
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
      caseTerms: { CaseTerms($0) ?? CaseTerms() }, tolerance: band.tolerance.share,
      absolute: Dictionary(absolute.map { ($0.unit, $0.value) }) { max($0, $1) })
    guard let candidate else {
      let base = baselineRuntime ?? Runtime.swiftAsync.rawValue
      return try RunComparison(
        runtimesOf: side(baseline, in: store, besides: base), against: base, terms: terms)
    }
    return try RunComparison(
      of: side(candidate, in: store), to: side(baseline, in: store), terms: terms)
  }

  /// A run with the trials that were asked for, and those of one more runtime.
  private func side(
    _ name: String, in store: MeasurementStore, besides base: String? = nil
  ) throws -> RunComparison.Side {
    let run = try store.run(name)
    let trials = try store.trials(of: run.id).filter { trial in
      let implementation = trial.planned.case.implementation
      let (workloads, runtimes) = (choice.workload, choice.runtime)
      return (workloads.isEmpty || workloads.contains(implementation.workload))
        && (runtimes.isEmpty || runtimes.contains(implementation.runtime.rawValue)
          || runtimes.contains(implementation.runtimeID) || implementation.runtimeID == base)
    }
    return RunComparison.Side(run: run, trials: trials)
  }

  /// What the newest certificate of the baseline's machine says in short; nil without one.
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
