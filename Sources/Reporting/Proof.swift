import BenchmarkModel
import FoundationEssentials

/// Where the numbers of a table come from, and how to ask the database for them.
struct Proof: Sendable, Equatable {
  var run: Markup
  var begun: String
  var preset: String
  var seed: String
  var trials: String
  var machine: Markup
  var query: Markup
  /// The question for the latencies of which the table has quantiles; nil when it has none.
  var latencyQuery: Markup?

  /// The proof of a table about a workload; nil without a run.
  ///
  /// - Parameter metrics: The metrics in the table; those that are computed from stored ones are
  ///   replaced by these.
  init?(_ result: WorkloadResult, metrics: [Metric]) {
    guard let run = result.workload.run else { return nil }
    let latencies = result.workload.latencies.filter {
      $0.latencyFigures.contains(where: metrics.contains)
    }
    let figures = latencies.flatMap(\.latencyFigures)
    let stored = metrics.filter { !figures.contains($0) }.flatMap { metric -> [Metric] in
      if metric == .outsideClock { return [.processTime, .elapsed] }
      if metric == .coresBusy { return [.processorTime, .elapsed] }
      return Metric.derived.contains { $0.name == metric.name } ? [.elapsed] : [metric]
    }
    self.run = .code(run.id)
    begun = timeText(run.startedAt)
    preset = run.preset
    seed = "\(run.seed)"
    trials = result.trialText
    machine = .link(machineText(run.machine), to: "machines.md#\(runAnchor(run))")
    func question(of view: String, _ metrics: [Metric]) -> Markup {
      var names: [String] = []
      for name in metrics.map({ sqlText($0.name) }) where !names.contains(name) {
        names.append(name)
      }
      return .code(
        "SELECT * FROM \(view) WHERE uuid = \(sqlText(run.id)) AND workload = "
          + "\(sqlText(result.workload.name)) AND metric IN (\(names.joined(separator: ", ")))")
    }
    query = question(of: "caseSummary", stored)
    if !latencies.isEmpty { latencyQuery = question(of: "latencyDistribution", latencies) }
  }
}

/// A text as SQL writes it.
func sqlText(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
}

extension WorkloadResult {
  /// How many trials there are and how many of them completed.
  var trialText: String {
    let completed = cases.reduce(0) { $0 + $1.completedCount }
    let all = workload.trials.count
    if completed == all { return "\(counted(all, "trial")), all completed" }
    return "\(counted(all, "trial")), \(groupedText(completed)) completed"
  }

  /// The command that measures the workload again as in its run; nil without a run.
  var repeatCommand: String? {
    workload.run.map { run in
      "parallax measure --workload \(workload.name) --preset \(run.preset) --seed \(run.seed)"
    }
  }
}

/// A machine in a few words, for example `AMD EPYC 7763, 2 cores, Debian GNU/Linux 12`.
func machineText(_ machine: Machine) -> String {
  [
    machine.cpuModel ?? "processor not stated (\(machine.architecture))",
    counted(machine.logicalCores, "core"), machine.operatingSystem ?? machine.kernel,
  ].compactMap(\.self).joined(separator: ", ")
}

/// The first group of a run's identifier, enough to tell runs apart on a page.
func shortID(_ run: Run) -> String { String(run.id.prefix { $0 != "-" }) }

/// The anchor of a run's heading, `Run ID`, on the page of machines.
func runAnchor(_ run: Run) -> String { anchor("Run \(shortID(run))") }

/// The name that code hosts and our own pages give to a heading: lower case, spaces as dashes,
/// other punctuation left out.
func anchor(_ heading: String) -> String {
  String(
    heading.lowercased().compactMap { character in
      if character == " " { return "-" }
      return character.isLetter || character.isNumber || "-_".contains(character) ? character : nil
    })
}

/// A date in Coordinated Universal Time, for example `2026-11-23`.
func dateText(_ date: Date) -> String {
  date.formatted(.iso8601.year().month().day())
}

/// A time in Coordinated Universal Time to the minute, for example `2026-11-23 19:05 UTC`.
func timeText(_ date: Date) -> String {
  let time = date.formatted(.iso8601.time(includingFractionalSeconds: false))
  return "\(dateText(date)) \(time.prefix(5)) UTC"
}
