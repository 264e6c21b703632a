package import BenchmarkModel
package import Statistics

extension WorkloadResult {
  /// The headline metrics that at least one trial has measured, the most important first.
  package var headlines: [Metric] {
    workload.headlines.compactMap { name in metrics.first { $0.name == name } }
  }

  /// The sizes at which as many runtimes were planned as at any, which rank them.
  ///
  /// The others decide the rules of claims about some runtimes.
  package var rankedSizes: [[Parameter]] {
    let counts = sizes.map { size in
      cases.count { $0.case.parameters == size && $0.case.implementation.isDefault }
    }
    return zip(sizes, counts).filter { $1 == counts.max() }.map(\.0)
  }

  /// How many times worse one value is than another: their ratio, inverted where higher is better; nil where no
  /// ratio is meaningful.
  package func distance(
    of one: CaseResult.Measured, from best: CaseResult.Measured, by metric: Metric
  ) -> Estimate? {
    let (above, below) = metric.better == .lower ? (one, best) : (best, one)
    return method.ratio(of: above, to: below, metric.name).ratio?.estimate
  }

  /// The headline size, for charts and sentences about one size: the largest at which the first headline
  /// metric was measured, of those that the contract allows if it allows any; without a value, the largest
  /// planned size; nil without trials.
  package var headlineSize: [Parameter]? {
    guard let metric = headlines.first else { return rankedSizes.last }
    let measured = rankedSizes.filter { !self.measured(metric, at: $0).isEmpty }
    return measured.last { workload.terms[$0]?.isHeadline ?? true } ?? measured.last
  }
}

/// The units that names of parameters can end in.
private let parameterUnits = [
  ("-milliseconds", "ms"), ("-seconds", "s"), ("-mebibytes", "MiB"), ("-kibibytes", "KiB"),
  ("-bytes", "B"), ("-per-second", "per second"),
]

/// A size in words, for example `100,000 tasks, hold 2,000 ms`.
package func sizeText(_ size: [Parameter]) -> String {
  size.map { parameter in
    for (suffix, unit) in parameterUnits where parameter.name.hasSuffix(suffix) {
      return
        "\(words(parameter.name.dropLast(suffix.count))) \(groupedText(parameter.value)) \(unit)"
    }
    let name = words(parameter.name)
    guard parameter.isCounted else { return "\(name) \(groupedText(parameter.value))" }
    let noun = parameter.value == 1 ? String(name.dropLast()) : name
    return "\(groupedText(parameter.value)) \(noun)"
  }.joined(separator: ", ")
}

extension Parameter {
  /// Whether its name is the plural of what it counts, as `tasks` is and `depth` is not.
  package var isCounted: Bool { name.hasSuffix("s") }

  /// What its values are, for example `number of tasks`, `depth` or `hold in ms`.
  package var axisNoun: String {
    for (suffix, unit) in parameterUnits where name.hasSuffix(suffix) {
      return "\(words(name.dropLast(suffix.count))) in \(unit)"
    }
    return isCounted ? "number of \(words(name))" : words(name)
  }
}

private func words(_ name: some StringProtocol) -> String {
  name == "urls" ? "URLs" : String(name.map { $0 == "-" ? " " : $0 })
}

extension WorkloadResult {
  /// A size, described by the parameters in which it differs from the other sizes of the run, for
  /// example `100,000 tasks`.
  package func shortText(of size: [Parameter]) -> String {
    guard let name = sizeParameter, let parameter = size.first(where: { $0.name == name }) else {
      return sizeText(size)
    }
    return sizeText([parameter])
  }

  /// Several sizes, described by the parameters in which they differ, for example
  /// `1, 10k and 100k tasks`.
  package func shortText(of sizes: [[Parameter]]) -> String {
    guard let name = sizeParameter, sizes.count > 1 else {
      return enumerated(sizes.map { shortText(of: $0) })
    }
    let counts = sizes.compactMap { size in size.first { $0.name == name }?.value }
    let values = enumerated(counts.map { Analysis.shortText($0) })
    return Parameter(name, 0).isCounted ? "\(values) \(words(name))" : "\(words(name)) \(values)"
  }
}
