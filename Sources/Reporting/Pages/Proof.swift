import Analysis
import BenchmarkModel
import FoundationEssentials
import Statistics

/// The run that the numbers of a table come from.
struct Proof: Encodable, Sendable, Equatable {
  var run: Markup
  var begun: String
  var preset: String
  var trials: String
  var machine: String

  /// Nil for a workload without a run.
  init?(_ result: WorkloadResult) {
    guard let run = result.workload.run else { return nil }
    self.run = .link(run.shortID, to: "machines.md#\(runAnchor(run))")
    begun = timeText(run.startedAt)
    preset = run.preset
    trials = result.trialText
    machine = machineText(run.machine)
  }
}

extension WorkloadResult {
  /// The name of the page that proves the workload's numbers.
  var proofName: String {
    guard let versions = workload.versions else { return "\(workload.name)-proof" }
    let run = versions.isNewest ? "" : "-\(workload.run?.shortID ?? "")"
    return "\(workload.name)-versions\(run)-proof"
  }

  /// A text that links to the proof of its number; plain text if there is no number.
  func proven(
    _ text: String, _ metric: Metric, of implementation: Implementation, at size: [Parameter]
  ) -> Table.Cell {
    guard let cell = result(implementation, at: size)?.cells[metric.name] else {
      return .text(text)
    }
    return .markup(.link(text, to: "\(proofName).md#\(cell)"))
  }

  /// A median with its interval, linked to its proof; a dash where nothing was measured.
  func number(
    _ metric: Metric, of implementation: Implementation, at size: [Parameter]
  ) -> Table.Cell {
    guard let result = result(implementation, at: size), let measured = result.measured[metric.name]
    else { return .none }
    let trials = measured.sample.trialCount
    let remark = trials == result.trials.count ? "" : ", n = \(groupedText(trials))"
    return proven(
      measured.text(metric.unit) + remark, metric, of: implementation,
      at: size)
  }
}

/// A text as an SQL literal.
func sqlText(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
}

extension WorkloadResult {
  /// How many trials there are and how many of them completed.
  var trialText: String {
    let completed = cases.reduce(0) { $0 + $1.completedCount }
    let all = workload.trials.count { $0.outcome.kind != .leftOut }
    if completed == all { return "\(counted(all, "trial")), all completed" }
    return "\(counted(all, "trial")), \(groupedText(completed)) completed"
  }
}

/// A machine in a few words, for example `AMD EPYC 7763, 2 cores, Debian GNU/Linux 12`.
func machineText(_ machine: Machine) -> String {
  [
    machine.cpuModel ?? "processor not stated (\(machine.architecture))",
    counted(machine.logicalCores, "core"), machine.operatingSystem ?? machine.kernel,
  ].compactMap(\.self).joined(separator: ", ")
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
