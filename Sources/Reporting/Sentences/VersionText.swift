import Analysis
import BenchmarkModel
import Statistics

extension VersionSeries {
  /// Whether its metric is the first headline metric of the workload.
  var isHeadline: Bool { metric == result.headlines.first }

  /// Whether its metric is the first headline metric that is a time or a rate.
  var isTime: Bool {
    metric == result.headlines.first { [.nanoseconds, .perSecond].contains($0.unit) }
  }

  /// Whether its metric is the peak of memory.
  var isMemory: Bool { metric.name == Metric.peakResident.name }

  /// Whether the page of its runtime has it: the headline metric, time, memory, and all else that changed.
  var isShown: Bool { isHeadline || isTime || isMemory || steps.contains(where: \.isConfirmed) }

  /// Whether it has several versions, and not only builds of one.
  var hasReleases: Bool { whole != nil }

  /// What is compared, for example `Time per task at 100,000 tasks`.
  var what: String { "\(metric.label) at \(result.tellingText(of: size))" }

  /// The name of the page about its runtime, with times and the release notes.
  var runtimePage: String { "versions-\(runtime.id)" }

  /// The name of the page that has it: peaks of memory have one for each runtime.
  var pageName: String { isMemory ? "\(runtimePage)-memory" : runtimePage }

  /// A version's value with its interval, linked to its proof.
  ///
  /// - Parameter compared: The versions in the same comparison; where they have different numbers of trials,
  ///   the value says its own.
  func value(of version: Version, beside compared: [Version]) -> Table.Cell {
    let counts = (compared + [version]).map(\.measured.sample.trialCount)
    let count = version.measured.sample.trialCount
    let remark = Set(counts).count > 1 ? ", n = \(groupedText(count))" : ""
    let text = version.measured.text(metric.unit) + remark
    return result.proven(text, metric, of: version.implementation, at: size)
  }

  /// The ratio of a step with its verdict, linked to its proof.
  func ratio(of step: Step) -> Table.Cell {
    guard let name = proofName(of: step) else { return .text(step.text) }
    return .markup(.link(step.text, to: "\(result.proofName).md#\(name)"))
  }

  /// The name of a step on the page of proofs, made from that of the number after it; nil without one.
  func proofName(of step: Step) -> String? {
    result.result(step.after.implementation, at: size)?.cells[metric.name].map {
      (isStep(step) ? Self.stepPrefix : "whole-") + $0.text
    }
  }

  /// Whether it is one of the steps, and not the newest version against the oldest.
  func isStep(_ step: Step) -> Bool {
    steps.contains {
      $0.before.implementation == step.before.implementation
        && $0.after.implementation == step.after.implementation
    }
  }

  /// How the names of steps on pages of proofs begin.
  static let stepPrefix = "step-"
}

extension VersionSeries.Version {
  /// The version in a lane of a chart: another build by what tells it from the first.
  var shortName: String { build ?? name }
}

extension VersionSeries.Step {
  /// The ratio with its verdict, whether a difference is confirmed, and the number of blocks where that is
  /// not the number of trials of both sides; `unknown` where the interval says nothing.
  var text: String {
    if comparison.ratio?.estimate.isUnknown == true { return "unknown" }
    let status = comparison.isConclusive ? isConfirmed ? "confirmed" : "unconfirmed" : nil
    return [comparison.text, status, blocks].compactMap(\.self).joined(separator: ", ")
  }

  /// The number of common blocks; nil if each side has no other trials.
  private var blocks: String? {
    comparison.ratio.flatMap { ratio in
      [before, after].allSatisfy { $0.measured.sample.trialCount == ratio.trialCount }
        ? nil : "n = \(groupedText(ratio.trialCount))"
    }
  }

  /// What it goes from and to, for example `1.25.5 to 1.26.6`, or how another build was made.
  var versions: String {
    isWithinVersion ? after.buildText : "\(before.name) to \(after.name)"
  }

  /// How far the ratio is from 1, in either direction.
  var magnitude: Double {
    comparison.ratio.map { Elementary.logarithm(max($0.estimate.value, 1e-300)).magnitude } ?? 0
  }
}

extension VersionSeries.Version {
  /// The version and how another build of it was made, for example `6.3.1, built with -Ounchecked`.
  var buildText: String {
    guard let build else { return order }
    return "\(order), " + (build.hasPrefix("-") ? "built with \(build)" : "build \(build)")
  }
}

extension Estimate {
  /// Whether the interval of a ratio is too wide to be printed and does not even say on which side of 1 it is.
  var isUnknown: Bool { isTooWide && interval?.contains(1) == true }

  /// Whether the bounds are within a factor of two, so that the value says something.
  var isNarrow: Bool { interval.map { $0.upper < $0.lower * 2 } ?? true }
}
