/// The files of other tools that can be imported.
package enum ExternalFormat: String, Sendable, CaseIterable {
  /// `hyperfine --export-json`.
  case hyperfine
  /// Go's benchmark text, as `go test -bench` prints it and benchstat reads it.
  case goBench = "go-bench"
  /// The folder that Criterion.rs keeps, `target/criterion`.
  case criterion
  /// Google Benchmark's `--benchmark_format=json`.
  case googleBenchmark = "google-benchmark"
  /// JMH's `-rf json`, which package-benchmark's `--format jmh` writes as well.
  case jmh
  /// package-benchmark's `--format jsonSmallerIsBetter` and `jsonBiggerIsBetter`.
  case packageBenchmark = "package-benchmark"
  /// The results of any tool as JSON objects, one a line, with the names that we document.
  case ndjson
}

/// What another tool found for one metric of one benchmark, with all that its file says about it.
///
/// It never becomes a measurement of ours and never enters a ratio: the machine and the method are
/// the other tool's, and its file states neither in full.
package struct ExternalResult: Sendable, Hashable {
  /// The place among the results of the file, counted from 0.
  ///
  /// A reader of a long file hands over a result in pieces, one after the other with the same
  /// position; they differ in their values only.
  package var position: Int
  /// The benchmark's name as printed.
  package var name: String
  /// What was measured, as the tool calls it, for example `ns/op` or `real_time`.
  package var metric: String
  /// The unit of the values.
  package var unit: ExternalUnit
  /// The tool's version; nil where the file does not say it.
  package var toolVersion: String?
  /// The single values in the unit's normalized form, in the order of the file; empty where the
  /// file has only statistics.
  package var values: [Double]
  /// Over how many iterations each value is the average; empty where the file does not say it.
  package var iterations: [Int]
  /// Statistics that the file gives, in its order and in the unit's normalized form.
  package var statistics: [ExternalStatistic]
  /// What else the file says: parameters, configuration, machine, time, under the file's names.
  package var facts: [ExternalFact]
  /// The case of ours that a mapping names; nil without one.
  package var match: ExternalMatch?

  /// Makes a result.
  package init(
    position: Int = 0, name: String, metric: String, unit: ExternalUnit, toolVersion: String? = nil,
    values: [Double] = [], iterations: [Int] = [], statistics: [ExternalStatistic] = [],
    facts: [ExternalFact] = [], match: ExternalMatch? = nil
  ) {
    self.position = position
    self.name = name
    self.metric = metric
    self.unit = unit
    self.toolVersion = toolVersion
    self.values = values
    self.iterations = iterations
    self.statistics = statistics
    self.facts = facts
    self.match = match
  }
}

/// A unit as another tool prints it, and what it means.
package struct ExternalUnit: Sendable, Hashable {
  /// The unit as printed; empty where the tool prints none.
  package var printed: String
  /// The unit of ours; nil when it is not known what the printed one means.
  package var normalized: Metric.Unit?
  /// How many normalized units one printed unit is; 1 when that is not known.
  package var factor: Double

  /// Names a unit.
  package init(_ printed: String, _ normalized: Metric.Unit?, factor: Double = 1) {
    self.printed = printed
    self.normalized = normalized
    self.factor = factor
  }
}

/// A statistic that a file gives of a result.
package struct ExternalStatistic: Sendable, Hashable {
  /// The name that the file gives it, for example `median`.
  package var name: String
  /// Its value, in the unit's normalized form but for those that are not of the unit, as a
  /// coefficient of variation is not.
  package var value: Double

  /// Pairs a name with a value.
  package init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}

/// One thing that a file says about a result.
package struct ExternalFact: Sendable, Hashable {
  /// The name that the file gives it, for example `goos`.
  package var name: String
  /// The fact as printed.
  package var value: String

  /// Pairs a name with a fact.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// The case and the metric of ours that another tool's result belongs to.
package struct ExternalMatch: Sendable, Hashable {
  /// The case.
  package var benchmarkCase: Case
  /// The name of the metric of ours that is the same kind of thing; nil when none is.
  package var metric: String?

  /// Pairs a case with a metric.
  package init(_ benchmarkCase: Case, metric: String?) {
    self.benchmarkCase = benchmarkCase
    self.metric = metric
  }
}
