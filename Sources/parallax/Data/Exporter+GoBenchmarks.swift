import BenchmarkModel
import Store

/// Go's benchmark text (https://golang.org/design/14313-benchmark-format), so that `benchstat` and
/// similar tools can read our runs: one line for each trial that completed.
///
/// A line has the medians of the trial's iterations and the values of the whole trial. So
/// `benchstat` compares the trials' medians, and its median of them is our headline.
extension Exporter {
  func writeGoBenchmarks(to sink: inout TextSink) throws {
    let runs = try chosenRuns()
    let metrics = Dictionary(uniqueKeysWithValues: try store.metrics().map { ($0.name, $0) })
    var announced: Set<String> = []
    for summary in runs {
      let run = try store.run(summary.id)
      // Several runs in one file must be distinguished. A single run has no such setting, because
      // benchstat would not compare it with the single run of another file.
      try sink.add(run.goSettings(tellsRun: runs.count > 1))
      try store.forEachTrial(of: run.id) { trial in
        let values = trial.goValues(metrics)
        guard !values.isEmpty else { return }
        for value in values where announced.insert(value.unit).inserted {
          try sink.add("Unit \(value.unit) better=\(value.better == .lower ? "lower" : "higher")\n")
        }
        let pairs = values.map { "\(JSONText.number($0.value)) \($0.unit)" }
        try sink.add(
          ([trial.goName(cores: run.machine.logicalCores), "\(trial.goIterations)"] + pairs)
            .joined(separator: "\t") + "\n")
      }
    }
  }
}

extension Run {
  /// The lines `key: value` that apply to the lines after them.
  fileprivate func goSettings(tellsRun: Bool) -> String {
    let system = (machine.kernel?.split(separator: " ").first).map { $0.lowercased() }
    let architectures = ["x86_64": "amd64", "aarch64": "arm64"]
    let settings: [(String, String?)] = [
      ("goos", system), ("goarch", architectures[machine.architecture] ?? machine.architecture),
      ("cpu", machine.cpuModel), ("run", tellsRun ? id : nil),
    ]
    // Readers of the format ignore lines that begin with #.
    let lines =
      ["# run \(id), preset \(preset), Parallax \(toolVersion)"]
      + toolchains.map { "# \($0.name) \($0.version)" }
      + settings.compactMap { key, value in value.map { "\(key): \($0)" } }
    return lines.map { $0.visibleLine + "\n" }.joined()
  }
}

/// A value as it appears in a line of the format.
private struct GoValue {
  var value: Double
  var unit: String
  var better: Metric.Better
}

extension Trial {
  /// The name with its settings and the number of cores, for example
  /// `BenchmarkPingPong/runtime=go/rounds=1000-2`.
  fileprivate func goName(cores: Int) -> String {
    let implementation = planned.case.implementation
    let words = implementation.workload.split(separator: "-")
    var parts = ["Benchmark" + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()]
    parts.append("runtime=\(implementation.runtime.id)")
    if let variant = implementation.variant { parts.append("variant=\(variant)") }
    if let toolchain = implementation.toolchain { parts.append("toolchain=\(toolchain)") }
    parts += planned.case.parameters.map { "\($0.name)=\($0.value)" }
    let name = parts.map { part in
      String(part.map { $0.isWhitespace || $0 == "/" ? "_" : $0 }).visibleLine
    }
    return name.joined(separator: "/") + (cores > 1 ? "-\(cores)" : "")
  }

  /// The number of iterations behind the medians, at least 1.
  fileprivate var goIterations: Int {
    let iterations = measurements.lazy.filter { !$0.isWarmup }.compactMap(\.iteration)
    return max(Set(iterations).count, 1)
  }

  /// The values of the line, the elapsed time first and the others in the order of their metrics.
  fileprivate func goValues(_ metrics: [String: Metric]) -> [GoValue] {
    let kept = measurements.filter { !$0.isWarmup }
    let values = Dictionary(grouping: kept, by: \.metric).compactMap {
      name, measurements -> GoValue? in
      guard let value = median(ofSorted: measurements.map(\.value).sorted()) else { return nil }
      return metrics[name].map { metric in
        GoValue(
          value: value,
          unit: metric.goUnit(isOfIteration: measurements[0].iteration != nil),
          better: metric.better)
      }
    }
    return values.sorted { one, other in
      let isElapsed = [one, other].map { $0.unit == "ns/op" }
      return isElapsed[0] == isElapsed[1] ? one.unit < other.unit : isElapsed[0]
    }
  }
}

extension Metric {
  /// The unit as the format's tools know it: `ns/op`, or the metric's name in kebab case, ending in
  /// `ns`, `bytes` or `/s`.
  ///
  /// `benchstat` turns `ns` into seconds and scales `bytes`.
  fileprivate func goUnit(isOfIteration: Bool) -> String {
    if name == Metric.elapsed.name { return "ns/op" }
    let (ending, short) =
      switch unit {
      case .nanoseconds: ("Nanoseconds", "-ns")
      case .bytes: ("Bytes", "-bytes")
      case .perSecond: ("PerSecond", "/s")
      case .count, .ratio: ("", "")
      }
    let stem = name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : name
    let words = stem.reduce(into: "") { words, character in
      if character.isUppercase, !words.isEmpty { words += "-" }
      words += character.lowercased()
    }
    let isPerOperation = isOfIteration && unit != .perSecond && unit != .ratio
    return words.visibleLine + short + (isPerOperation ? "/op" : "")
  }
}
