import Analysis
import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Runner
import Statistics
import Store
import WorkloadCatalog
import WorkloadKit

/// Measures one number of a report again and compares it with the original.
struct Reproduce: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure one number of a report again.",
    usage: "parallax reproduce <cell-id> <options>",
    discussion: """
      Each number in a report links to its proof. The last part of that address is the number's \
      name, which is the same in all runs. Its case is measured again here, alone, with the same sizes, warm-ups, iterations and \
      number of trials, and in the same environment. The trials are stored in the database as a run with the preset reproduce, \
      which no report shows.

      Prints the old interval, the new one and the ratio new ÷ old. The verdict is equal if the \
      whole interval of the ratio is within the tolerance, and better or worse if it is entirely \
      outside. The ratio is that of the geometric means of the trials. On another machine there is no \
      verdict.

      Exit codes: 0 equal; 2 better or worse; 3 inconclusive, or not comparable; 1 it could not be \
      measured; 130 interrupted.
      """)

  @OptionGroup var database: DatabaseOption

  @OptionGroup var treeOption: TreeOption

  @Argument(help: ArgumentHelp("The number's name, for example k3f9x2t.", valueName: "cell-id"))
  var cell: String

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      """
      The run that the number comes from, as its proof says. (default: the one that a report shows, or \
      else the newest)
      """, valueName: "run"))
  var original: String?

  @Option(
    help: ArgumentHelp(
      "Fresh processes, at most 10000. (default: as many as before)", valueName: "n"),
    transform: parseWhole(1...Plan.maximumTrials))
  var trials: Int?

  @OptionGroup var band: ToleranceOption

  func run() throws {
    let tree = try SourceTree()
    let found = try MeasuredCell.find(cell, in: database.db, run: original)
    print("\(found.cell.description), run \(found.run.id)")
    let implementation = found.cell.case.implementation
    guard implementation.workload != Programs.name else {
      throw ValidationError(
        "\(found.cell.description) is of a program of yours. Measure it again with: "
          + "parallax measure --program")
    }
    let located = [try tree.locator.locate(implementation)]
    var again = NewRun(
      database: database.db, tree: tree, preset: Run.reproductionPreset, seed: found.run.seed)
    again.environment = found.run.environment
    let inputs = DerivedMetric.inputs(of: [found.cell.metric.name])
    again.countsEvents = CountedEvent.allCases.contains { inputs.contains($0.metric.name) }
    let newRun = try again.carryOut(
      found.plan(trials: trials), of: located,
      absent: Set(located.filter { $0.status != .ready }.map(\.implementation)))
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    let repeated = try found.input(of: store.run(newRun), in: store)
    let result = try RepeatedCell(
      of: found.cell, original: found.original, repeated: repeated,
      besides: found.others(in: store), band: band.tolerance)
    show(result, then: found.run, now: newRun)
    if let code = result.exitCode { throw ExitCode(code) }
  }

  private func show(_ result: RepeatedCell, then old: Run, now new: String) {
    print("then       \(result.old ?? "no value"), run \(old.id.prefix(8))")
    print("now        \(result.new ?? "no value"), run \(new.prefix(8))")
    if let ratio = result.ratio { print("now ÷ then \(ratio)") }
    for note in result.notes { writeError(wrapped(note) + "\n") }
    print("\(result.comparability.rawValue): \(result.verdict?.rawValue ?? "not comparable")")
  }
}

extension RepeatedCell {
  /// The exit code; nil for success.
  fileprivate var exitCode: Int32? {
    switch verdict {
    case .equal: nil
    case .better, .worse: 2
    case .inconclusive, nil: 3
    }
  }
}

/// A number of a report with the run that it comes from.
struct MeasuredCell {
  let cell: ReportCell
  let run: Run
  /// The workload with the run's trials of the case.
  let original: WorkloadInput

  /// The trials that measure the case again, one after another.
  func plan(trials: Int?) -> [PlannedTrial] {
    let planned = original.trials[0].planned
    return (0..<(trials ?? original.trials.count)).map { index in
      PlannedTrial(
        position: index, block: index, case: cell.case, warmups: planned.warmups,
        iterations: planned.iterations)
    }
  }

  /// The workload with another run's trials of the case.
  func input(of run: Run, in store: MeasurementStore) throws -> WorkloadInput {
    try Self.input(cell.case, of: run, in: store)
  }

  /// What else the run measured.
  func others(in store: MeasurementStore) throws -> [WorkloadInput] {
    try Catalog.measurable.compactMap { contract in
      let trials = try store.trials(of: run.id, workload: contract.name)
        .filter { $0.planned.case != cell.case }
      return trials.isEmpty ? nil : WorkloadInput(contract, run: run, trials: trials)
    }
  }

  /// Finds a number in a database: in the given run, or in the first run with a completed trial of
  /// its case among those that a report shows and then all from the newest.
  static func find(_ id: String, in path: String, run name: String?) throws -> MeasuredCell {
    let store = try MeasurementStore(path: path, access: .readOnly)
    let all = try store.runs()
    let runs =
      try name.map { [try store.run($0)] }
      ?? all.filter { !Run.presetsApart.contains($0.preset) }.map { try store.run($0.id) }
    let plans = try runs.map { run in
      (run: run, cases: Set(try store.plan(of: run.id).map(\.case)))
    }
    let known = Set(plans.flatMap(\.cases))
    let cells = Catalog.measurable.flatMap { workload in
      ReportCell.all(
        of: WorkloadInput(workload, run: nil, trials: []),
        cases: known.filter { $0.implementation.workload == workload.name }
          .sorted { $0.description < $1.description })
    }
    let name = id.lowercased()
    let matches = cells.filter { $0.id.text == name || $0.id.lengthened.text == name }
    guard matches.count <= 1 else {
      throw CommandError.ambiguousCell(
        name: id, choices: matches.map { "\($0.id.lengthened) (\($0.description))" }, path: path)
    }
    guard let cell = matches.first else {
      let nearest = nearestName(to: id, in: cells.map(\.id.text))
      let words = cells.first { $0.id.text == nearest }.map { "\($0.id) (\($0.description))" }
      throw CommandError.unknownCell(name: id, nearest: words, path: path)
    }
    let shown = Evidence(of: try store.coverage(of: all))
      .runs(showing: cell.case.implementation)
    let shownFirst = shown.flatMap { id in plans.filter { $0.run.id == id } } + plans
    for plan in shownFirst where plan.cases.contains(cell.case) {
      let input = try input(cell.case, of: plan.run, in: store)
      guard input.trials.contains(where: { $0.outcome.kind == .completed }) else { continue }
      return MeasuredCell(cell: cell, run: plan.run, original: input)
    }
    throw CommandError.file(
      path: path, reason: "No trial of \(cell.case.description) completed.")
  }

  private static func input(
    _ measured: Case, of run: Run, in store: MeasurementStore
  ) throws -> WorkloadInput {
    let workload = measured.implementation.workload
    guard let contract = Catalog.workload(named: workload) else {
      throw unknownName("workload", workload, among: Catalog.names)
    }
    return WorkloadInput(
      contract, run: run,
      trials: try store.trials(of: run.id, workload: workload).filter {
        $0.planned.case == measured
      })
  }
}
