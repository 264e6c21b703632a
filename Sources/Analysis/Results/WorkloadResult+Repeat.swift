import BenchmarkModel
import WorkloadKit

extension WorkloadResult {
  /// The command that repeats the workload's run: with its budget, its variables and the toolchains that have
  /// trials; nil without a run.
  package var repeatCommand: String? {
    guard let run = workload.run else { return nil }
    let labels = Set(cases.compactMap(\.case.implementation.toolchain))
    let stated = run.otherToolchains.filter { labels.contains($0.label) }
    let known = labels.isSubset(of: stated.map(\.label))
    let toolchains = known ? stated.map { "\($0.language)=\($0.label)" } : ["all"]
    var options = [
      ("workload", workload.name), ("preset", run.preset), ("seed", "\(run.seed)"),
    ]
    if let budget = run.budgetText { options.append(("budget", budget)) }
    options += toolchains.map { ("toolchain", $0) }
    options += run.environmentTexts.map { ("env", $0) }
    return "parallax measure" + options.map { " --\($0) \(shellWord($1))" }.joined()
  }
}

extension Run {
  /// The time budget as typed after `--budget`; nil without one and where it is that of the preset.
  fileprivate var budgetText: String? {
    guard let seconds = budgetSeconds, seconds != Preset(rawValue: preset)?.budgetSeconds else {
      return nil
    }
    let minutes = seconds / 60
    return minutes == minutes.rounded() && minutes < 1e6
      ? "\(Int(minutes))m" : "\(seconds)s"
  }
}
