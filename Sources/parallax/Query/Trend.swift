import Analysis
import ArgumentParser
import BenchmarkModel
import Store
import WorkloadCatalog
import WorkloadKit

/// Shows the estimates of a case over the runs of a machine, or where the levels of any case shifted.
struct Trend: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how a case changed over the runs of a machine, or all changes.",
    usage: "parallax trend [<case>] <options>",
    discussion: """
      Without a case, it lists the change points of all cases, newest first: runs at which a level \
      shifted and stayed for three runs or more. With a case, such as ping-pong/go, it shows every run.

      Change points are found by E-divisive means with a t-test, from six runs on. About one in \
      a hundred series has one by chance; of the changes in the list, at most one in twenty is expected to \
      be chance (Benjamini and Hochberg's method). Runs with --env and those of reproduce, ab and --certify \
      are left out.

      The CSV of a case can be read by Apache Otava; docs/trends.md says how.
      """)

  @OptionGroup var database: DatabaseOption

  @OptionGroup var treeOption: TreeOption
  @OptionGroup var output: FormatOption

  @Argument(
    help: ArgumentHelp(
      "Workload, runtime, variant and toolchain, as in ping-pong/swift-async:actor or ping-pong/go@1.25, and perhaps parameters to choose the size.",
      valueName: "case"))
  var parts: [String] = []

  @Option(
    help: ArgumentHelp(
      "This metric. (default: the headline metric of the workload)", valueName: "name"))
  var metric: String?

  @Option(help: ArgumentHelp("Only the newest runs, at most 1000.", valueName: "n"))
  var last = TrendReader.maximumRuns

  @Option(
    help: ArgumentHelp(
      """
      The machine: the beginning of its fingerprint, or a part of its processor's name. (default: that \
      of the newest run, or of a case the one with the newest run that measured it)
      """, valueName: "machine"))
  var machine: String?

  func validate() throws {
    guard (1...TrendReader.maximumRuns).contains(last) else {
      throw ValidationError(
        "--last is \(last), but must be from 1 to \(TrendReader.maximumRuns).")
    }
    guard machine?.isEmpty != true else { throw ValidationError("--machine is empty.") }
    if parts.isEmpty, metric != nil {
      throw ValidationError(
        "--metric applies to one case. Name it, as in: parallax trend ping-pong/go")
    }
  }

  func run() throws {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    let reader = TrendReader(
      store: store, runtimes: try SourceTree.runtimesIfAny(), last: last)
    guard let machine = try reader.machine(machine) else {
      return writeError("There is no run yet. Measure with: parallax measure\n")
    }
    guard !parts.isEmpty else {
      let trends = try reader.headlineTrends { _ in machine }
      return try TrendPrinter(format: output.format).show(changesOf: trends)
    }
    let trend = try chosenTrend(reader, onMachine: machine)
    try TrendPrinter(format: output.format).show(trend)
  }

  /// The trend of the named case; of several sizes, the one with the most runs, and of those the largest.
  ///
  /// - Parameter newest: The machine that is meant, or that of the newest run.
  private func chosenTrend(_ reader: TrendReader, onMachine newest: String) throws -> CaseTrend {
    let (workload, implementation) = try named()
    let metric = try chosenMetric(of: workload)
    let measured =
      self.machine == nil
      ? try reader.machine(with: implementation, of: workload, metric) : nil
    let machine = measured ?? newest
    if machine != newest {
      writeError(
        wrapped(
          "The machine of the newest run did not measure it. This is machine \(machine.prefix(8)); "
            + "--machine chooses another.") + "\n")
    }
    let all = try reader.trends(
      of: workload, metric, implementation: implementation, onMachine: machine)
    let sizes = parts.dropFirst().flatMap { $0.split(separator: " ").map(String.init) }
    let fitting = all.filter { trend in
      let parameters = trend.case.parameterText.split(separator: " ").map(String.init)
      return sizes.allSatisfy(parameters.contains)
    }
    guard let most = fitting.map(\.points.count).max(),
      let chosen = fitting.last(where: { $0.points.count == most })
    else { throw try unknownCase(all, implementation, reader, onMachine: machine) }
    let others = fitting.filter { $0.case != chosen.case }.map(\.case.parameterText)
    if !others.isEmpty {
      writeError(
        wrapped(
          "This is \(chosen.case.parameterText). Other sizes: \(others.joined(separator: "; ")).")
          + "\n")
    }
    return chosen
  }

  /// The workload and implementation that the first word names.
  private func named() throws -> (any Workload.Type, Implementation) {
    let words = parts[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard words.count == 2, let name = words.first.map(String.init) else {
      throw ValidationError(
        "\"\(parts[0])\" is no case. Write workload/runtime, as in ping-pong/go.")
    }
    guard let workload = Catalog.measurable.first(where: { $0.name == name }) else {
      throw unknownName("workload", name, among: Catalog.measurableNames)
    }
    let tail = words[1].split(separator: "@", maxSplits: 1).map(String.init)
    let id = (tail.first ?? "").split(separator: ":", maxSplits: 1).map(String.init)
    return (
      workload,
      Implementation(
        workload: name, runtime: Runtime(id.first ?? ""), variant: id.count > 1 ? id[1] : nil,
        toolchain: tail.count > 1 ? tail[1] : nil)
    )
  }

  private func chosenMetric(of workload: any Workload.Type) throws -> HistoryMetric {
    let chosen =
      metric.map { TrendReader.metric(named: $0, of: workload) }
      ?? TrendReader.headline(of: workload)
    if let chosen { return chosen }
    let known = WorkloadInput(workload, run: nil, trials: []).knownMetrics.map(\.name)
      .filter { TrendReader.metric(named: $0, of: workload) != nil }
    throw unknownName("metric with a trend", metric ?? "", among: known)
  }

  /// A usage error that names the cases that the machine has.
  private func unknownCase(
    _ sizes: [CaseTrend], _ implementation: Implementation, _ reader: TrendReader,
    onMachine machine: String
  ) throws -> ValidationError {
    guard sizes.isEmpty else {
      return unknownName(
        "size of \(implementation.id)", parts.dropFirst().joined(separator: " "),
        among: sizes.map(\.case.parameterText))
    }
    let (workload, _) = try named()
    let known = try reader.trends(
      of: workload, try chosenMetric(of: workload), onMachine: machine
    ).map(\.case.implementation.id)
    let unknown = unknownName(
      "case of this machine", implementation.id,
      among: known.reduce(into: []) { if $0.last != $1, !$0.contains($1) { $0.append($1) } })
    return try reader.store.machines().count == 1
      ? unknown : ValidationError("\(unknown.message) --machine chooses another machine.")
  }
}
