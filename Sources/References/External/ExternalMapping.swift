package import BenchmarkModel

/// The cases of ours that other tools' results belong to, as a mapping file states them.
///
/// The file is CSV with the columns of ``MappingColumn``, one result a line. `name` and `metric` are
/// the tool's, as printed; `workload`, `runtime`, `variant`, `parameters` and `ourMetric` are ours, with
/// `default` for the default variant and `none` for what does not apply. A result that no line names is
/// imported without a case.
package struct ExternalMapping: Sendable {
  /// The path of the file, for messages and provenance.
  package let path: String
  private var matches: [Key: (match: ExternalMatch, unit: Metric.Unit?, line: Int)] = [:]
  private var used: Set<Key> = []

  /// Texts by their bytes, because Swift takes texts for equal that differ in how their accents are
  /// composed.
  private struct Key: Hashable {
    let name, metric: [UInt8]

    init(name: String, metric: String) {
      (self.name, self.metric) = (Array(name.utf8), Array(metric.utf8))
    }
  }

  /// - Parameters:
  ///   - bytes: The content of the file.
  ///   - path: The file's name for messages.
  ///   - workloads: The identifiers of the known workloads.
  ///   - runtimes: The known runtimes.
  ///   - metrics: The known metrics of ours.
  package init(
    in bytes: [UInt8], path: String, workloads: [String], runtimes: [Runtime], metrics: [Metric]
  ) throws(ReferenceError) {
    self.path = path
    var findings = Findings()
    var table = try RecordTable<MappingColumn>(in: bytes, path: path)
    while var row = table.nextRow(findings: &findings) {
      let found = MappingLine(row: &row, workloads: workloads, runtimes: runtimes, metrics: metrics)
      if let line = found {
        let key = Key(name: line.name, metric: line.metric)
        if let known = matches[key] {
          row.add(.duplicateID(line.name, firstLine: known.line), at: .name)
        } else {
          let match = ExternalMatch(line.benchmarkCase, metric: line.ourMetric?.name)
          matches[key] = (match, line.ourMetric?.unit, row.line)
        }
      }
      for error in row.errors { findings.add(error) }
    }
    try findings.raise()
  }

  /// The places of the lines that have matched no result so far, in the order of the file.
  package var unusedLines: [String] {
    matches.filter { !used.contains($0.key) }.map(\.value.line).sorted().map { "\(path):\($0)" }
  }

  /// The results, each with the case that the mapping assigns.
  ///
  /// - Throws: ``ExternalProblem/otherUnit(metric:expected:found:)`` when the metric of ours has a
  ///   different unit than the result.
  package mutating func matched(
    _ results: [ExternalResult]
  ) throws(ReferenceError) -> [ExternalResult] {
    var results = results
    for index in results.indices {
      results[index].match = try match(of: results[index])
    }
    return results
  }

  private mutating func match(
    of result: ExternalResult
  ) throws(ReferenceError) -> ExternalMatch? {
    let key = Key(name: result.name, metric: result.metric)
    guard let found = matches[key] else { return nil }
    if let unit = found.unit, unit != result.unit.normalized {
      let problem = ExternalProblem.otherUnit(
        metric: found.match.metric ?? "", expected: unit.rawValue,
        found: result.unit.normalized?.rawValue ?? "an unknown unit")
      throw .problem(.external(problem), at: ReferencePlace(path, .line(found.line)))
    }
    used.insert(key)
    return found.match
  }
}

/// The columns of a mapping file, with their names in its header.
enum MappingColumn: String, CaseIterable {
  case name
  case metric
  case workload
  case runtime
  case variant
  case parameters
  case ourMetric
}

/// A line of a mapping file.
private struct MappingLine {
  let name: String
  let metric: String
  let benchmarkCase: Case
  let ourMetric: Metric?

  /// Nil when a field is wrong; the row then has the errors.
  init?(
    row: inout RecordRow<MappingColumn>, workloads: [String], runtimes: [Runtime],
    metrics: [Metric]
  ) {
    let name = row.read(.name, Field.text)
    let metric = row.read(.metric, Field.text)
    let workload = row.read(.workload, Field.name(of: .workload, in: workloads, called: \.self))
    let runtime = row.read(.runtime, Field.name(of: .runtime, in: runtimes, called: \.id))
    let variant = row.read(
      .variant, placeholder: Implementation.defaultVariant, Field.variant)
    let parameters = row.read(.parameters, placeholder: Field.none, Field.parameters)
    let ourMetric = row.read(
      .ourMetric, placeholder: Field.none,
      Field.optionalName(of: .metric, in: metrics, called: \.name))
    guard let name, let metric, let workload, let runtime, let variant, let parameters,
      let ourMetric
    else { return nil }
    self.name = name
    self.metric = metric
    self.benchmarkCase = Case(
      Implementation(workload: workload, runtime: runtime, variant: variant), parameters)
    self.ourMetric = ourMetric
  }
}
