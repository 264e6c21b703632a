/// The formats of other tools' results that can be imported.
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
  /// The files `results.json` in package-benchmark's folder `.benchmarkBaselines`.
  case packageBenchmarkBaseline = "package-benchmark-baseline"
  /// pytest-benchmark's `--benchmark-json`.
  case pytestBenchmark = "pytest-benchmark"
  /// The files of airspeed velocity in its folder `results`.
  case asv
  /// `go test -json` with benchmarks.
  case goTestJSON = "go-test-json"
  /// The text that wrk prints.
  case wrk
  /// The text that hey prints.
  case hey
  /// `vegeta report -type=json`.
  case vegeta
  /// k6's `--summary-export`, or the data of its `handleSummary` as JSON.
  case k6
  /// oha's `--output-format json`.
  case oha
  /// The results of any tool as JSON objects, one per line, with the keys that
  /// `Sources/References/README.md` lists.
  case ndjson
}

/// Another tool's result for one metric of one benchmark, with everything its file says about it.
///
/// It never becomes a measurement of ours or part of a ratio: the machine and the method are the other
/// tool's, and its file describes neither completely.
package struct ExternalResult: Sendable, Hashable {
  /// The position among the results of the file, counted from 0.
  ///
  /// A reader of a long file returns a result in parts with the same position; they differ only in
  /// their values.
  package var position: Int
  /// The benchmark's name as printed.
  package var name: String
  /// What was measured, in the tool's words, for example `ns/op` or `real_time`.
  package var metric: String
  package var unit: ExternalUnit
  /// The tool's version; nil when the file does not state it.
  package var toolVersion: String?
  /// The individual values in the normalized unit, in the order of the file; empty when the file has
  /// only statistics.
  package var values: [Double]
  /// The number of iterations that each value is the average of; empty when the file does not state it.
  package var iterations: [Int]
  /// Statistics that the file states, in its order and in the normalized unit.
  package var statistics: [ExternalStatistic]
  /// What the tool has no value for, although its file names it.
  package var gaps: [ExternalGap]
  /// Whatever else the file states, under its names: parameters, configuration, machine, time.
  package var facts: [ExternalFact]
  /// The case of ours that a mapping assigns; nil without one.
  package var match: ExternalMatch?

  package init(
    position: Int = 0, name: String, metric: String, unit: ExternalUnit, toolVersion: String? = nil,
    values: [Double] = [], iterations: [Int] = [], statistics: [ExternalStatistic] = [],
    gaps: [ExternalGap] = [], facts: [ExternalFact] = [], match: ExternalMatch? = nil
  ) {
    self.position = position
    self.name = name
    self.metric = metric
    self.unit = unit
    self.toolVersion = toolVersion
    self.values = values
    self.iterations = iterations
    self.statistics = statistics
    self.gaps = gaps
    self.facts = facts
    self.match = match
  }

  /// Adds a gap, or counts it when there is one like it.
  package mutating func add(_ gap: ExternalGap) {
    if let index = gaps.firstIndex(where: { $0.name == gap.name && $0.printed == gap.printed }) {
      gaps[index].count += gap.count
    } else {
      gaps.append(gap)
    }
  }
}

/// A unit as another tool prints it, and what it means.
package struct ExternalUnit: Sendable, Hashable {
  /// The unit as printed; empty when the tool prints none.
  package var printed: String
  /// The unit of ours; nil when the meaning of the printed one is unknown.
  package var normalized: Metric.Unit?
  /// How many normalized units one printed unit is; 1 when that is unknown.
  package var factor: Double

  package init(_ printed: String, _ normalized: Metric.Unit?, factor: Double = 1) {
    self.printed = printed
    self.normalized = normalized
    self.factor = factor
  }
}

/// A statistic that a file states for a result.
package struct ExternalStatistic: Sendable, Hashable {
  /// The file's name for it, for example `median`.
  package var name: String
  /// The value in the normalized unit; statistics without that unit, such as a coefficient of
  /// variation, as printed.
  package var value: Double

  package init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}

/// A value that a tool does not have, with what its file states instead.
package struct ExternalGap: Sendable, Hashable {
  /// The name for a value of the sample.
  package static let value = "value"

  /// What has no value: ``value``, or the name of a statistic.
  package var name: String
  /// What the file states instead, as printed: `NaN`, `null`, or the reason.
  package var printed: String
  /// How often, at least 1.
  package var count: Int

  package init(_ name: String = Self.value, printed: String, count: Int = 1) {
    self.name = name
    self.printed = printed
    self.count = count
  }
}

/// A fact that a file states about a result.
package struct ExternalFact: Sendable, Hashable {
  /// The file's name for it, for example `goos`.
  package var name: String
  /// The value as printed.
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// The case and the metric of ours that another tool's result belongs to.
package struct ExternalMatch: Sendable, Hashable {
  package var benchmarkCase: Case
  /// The name of the corresponding metric of ours; nil when there is none.
  package var metric: String?

  package init(_ benchmarkCase: Case, metric: String?) {
    self.benchmarkCase = benchmarkCase
    self.metric = metric
  }
}

/// What a report shows of another tool's result that a mapping assigns to one of our cases.
package struct MappedResult: Sendable, Hashable {
  /// The path of the file.
  package var file: String
  package var format: ExternalFormat
  /// The benchmark's name as printed.
  package var name: String
  /// What was measured, in the tool's words.
  package var metric: String
  /// Nil when the meaning of the printed unit is unknown.
  package var unit: Metric.Unit?
  package var match: ExternalMatch
  /// How many values the file has.
  package var count: Int
  /// The median of the values, or the one that the file states if it has none; nil without both.
  package var median: Double?
  /// The mean that the file states.
  package var printedMean: Double?

  package init(
    file: String, format: ExternalFormat, name: String, metric: String, unit: Metric.Unit?,
    match: ExternalMatch, count: Int, median: Double?, printedMean: Double?
  ) {
    self.file = file
    self.format = format
    self.name = name
    self.metric = metric
    self.unit = unit
    self.match = match
    self.count = count
    self.median = median
    self.printedMean = printedMean
  }
}
