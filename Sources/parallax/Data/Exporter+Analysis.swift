import BenchmarkModel
import Store

/// What is derived from trials, as SQL for other databases.
extension SQLTable {
  private static let measured: [Column] = [
    .init(name: "workload", type: .text), .init(name: "runtime", type: .text),
    .init(name: "variant", type: .text), .init(name: "toolchain", type: .text),
    .init(name: "parameters", type: .text),
  ]
  /// The key of a case.
  private static let measuredKey = measured.map(\.name)
  private static let interval: [Column] = [
    .init(name: "lower", type: .real, isOptional: true),
    .init(name: "upper", type: .real, isOptional: true),
  ]

  /// A table whose rows can be derived again, so that everything but the key takes the newest value.
  private static func derived(name: String, columns: [Column], key: [String]) -> SQLTable {
    SQLTable(
      name: name, columns: columns, key: key,
      growing: columns.map(\.name).filter { !key.contains($0) })
  }

  fileprivate static let estimates = derived(
    name: "estimate",
    columns: [.init(name: "run", type: .text)] + measured
      + [.init(name: "metric", type: .text), .init(name: "value", type: .real)] + interval
      + [
        .init(name: "level", type: .real), .init(name: "trials", type: .integer),
        .init(name: "lowMode", type: .real, isOptional: true),
        .init(name: "highMode", type: .real, isOptional: true),
        .init(name: "lowModeShare", type: .real, isOptional: true),
        .init(name: "method", type: .text),
      ],
    key: ["run"] + measuredKey + ["metric"])

  fileprivate static let comparisons = derived(
    name: "comparison",
    columns: [.init(name: "run", type: .text)] + measured
      + [
        .init(name: "baselineRuntime", type: .text),
        .init(name: "baselineToolchain", type: .text), .init(name: "metric", type: .text),
        .init(name: "ratio", type: .real, isOptional: true),
      ] + interval
      + [
        .init(name: "level", type: .real),
        .init(name: "pValue", type: .real, isOptional: true),
        .init(name: "adjustedPValue", type: .real, isOptional: true),
        .init(name: "verdict", type: .text), .init(name: "isConfirmed", type: .flag),
        .init(name: "method", type: .text),
      ],
    key: ["run"] + measuredKey + ["baselineRuntime", "baselineToolchain", "metric"])

  fileprivate static let changes = derived(
    name: "changePoint",
    columns: measured
      + [
        .init(name: "metric", type: .text), .init(name: "lastRun", type: .text),
        .init(name: "firstRun", type: .text), .init(name: "before", type: .real),
        .init(name: "after", type: .real), .init(name: "ratio", type: .real),
      ] + interval + [.init(name: "pValue", type: .real), .init(name: "verdict", type: .text)],
    key: measuredKey + ["metric", "firstRun"])

  static let ofAnalysis = [estimates, comparisons, changes]
}

extension Exporter {
  func addAnalysis(of run: String, to rows: inout SQLRows, _ sink: inout TextSink) throws {
    guard let analysis = try store.analysis(of: run) else { return }
    for one in analysis.levels {
      try rows.add(
        [.text(run)] + values(of: one.measured) + [.text(one.metric), .real(one.value)]
          + values(of: one.interval)
          + [
            .real(analysis.confidence), .integer(one.trials), .init(one.modes?.low),
            .init(one.modes?.high), .init(one.modes?.lowShare), .text(analysis.method),
          ], to: .estimates, &sink)
    }
    for one in analysis.quotients {
      try rows.add(
        [.text(run)] + values(of: one.measured)
          + [
            .text(one.baseline.implementation.runtime.id),
            .text(one.baseline.implementation.toolchainName), .text(one.metric), .init(one.ratio),
          ] + values(of: one.interval)
          + [
            .real(analysis.confidence), .init(one.pValue), .init(one.adjustedPValue),
            .text(one.verdict), .flag(one.isConfirmed), .text(analysis.method),
          ], to: .comparisons, &sink)
    }
  }

  /// The change points between chosen runs.
  func addChanges(to rows: inout SQLRows, _ sink: inout TextSink) throws {
    for change in try store.changes() {
      guard runs?.contains(change.firstRun) ?? true, runs?.contains(change.lastRun) ?? true else {
        continue
      }
      try rows.add(
        values(of: change.measured)
          + [
            .text(change.metric), .text(change.lastRun), .text(change.firstRun),
            .real(change.before), .real(change.after), .real(change.ratio),
          ] + values(of: change.interval) + [.real(change.pValue), .text(change.verdict)],
        to: .changes, &sink)
    }
  }

  private func values(of measured: Case) -> [SQLDialect.Value] {
    let one = measured.implementation
    return [
      .text(one.workload), .text(one.runtime.id), .text(one.variantName),
      .text(one.toolchainName), .text(measured.parameterText),
    ]
  }

  private func values(of interval: RunAnalysis.Bounds?) -> [SQLDialect.Value] {
    [.init(interval?.lower), .init(interval?.upper)]
  }
}
