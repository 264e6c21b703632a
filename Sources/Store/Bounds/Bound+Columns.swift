import BenchmarkModel

extension Bound {
  /// The bounds of columns by `table.column`; for the others see ``default(of:)``.
  ///
  /// They are far beyond what is real and small enough that no computation with the values of a
  /// report overflows. Names that identify something are ASCII: SQLite compares the bytes of texts, while
  /// Swift takes texts for equal that differ in how their accents are composed.
  static let columns: [String: Bound] = [
    "machine.fingerprint": .text(1...1_000),
    "machine.logicalCores": .whole(1...1_000_000),
    "machine.memoryBytes": .whole(1...largestExact),
    "run.uuid": .uuid,
    "run.startedAt": .moment,
    "run.finishedAt": .moment,
    "run.seed": .seed,
    "run.isDirty": .flag,
    "run.machine": key,
    "run.loadBefore": .number(0...1e9),
    "run.loadAfter": .number(0...1e9),
    "run.goalHalfWidth": .number(1e-9...1e9),
    "run.goalTrialCap": .whole(1...1_000_000),
    "run.budgetSeconds": .number(1e-9...1e9),
    "run.lookCount": .whole(1...1_000),
    "machineFact.name": .text(1...1_000),
    "toolchain.position": .whole(0...maximumPosition),
    "toolchain.name": .text(1...1_000),
    "listing.position": .whole(0...maximumPosition),
    "listing.workload": .identifier,
    "listing.runtime": .identifier,
    "listing.variant": .identifier,
    "listing.path": .text(1...10_000),
    "listing.sha256": .sha256,
    "listing.programSHA256": .sha256,
    "runEnvironment.name": .variable,
    "runEnvironment.value": .text(0...1_000),
    "runWarning.position": .whole(0...maximumPosition),
    "runWarning.kind": .word(RunWarning.Kind.allCases.map(\.rawValue)),
    "calibration.figure": .word(CalibrationFigure.allCases.map(\.rawValue)),
    "calibration.nanoseconds": .quantity,
    "runName.name": .runName,
    "runTag.tag": .text(1...100),
    "runNote.text": .text(1...4_000),
    "runNote.writtenAt": .moment,
    "removedRun.uuid": .uuid,
    "removedRun.removedAt": .moment,
    "benchmarkCase.workload": .identifier,
    "benchmarkCase.runtime": .identifier,
    "benchmarkCase.variant": .identifier,
    "benchmarkCase.toolchain": .toolchain,
    "caseParameter.name": .identifier,
    "caseParameter.position": .whole(0...1_000),
    "caseParameter.value": .whole(0...1_000_000_000),
    "metric.name": .variable,
    "metric.unit": .word(Metric.Unit.allCases.map(\.rawValue)),
    "metric.isLowerBetter": .flag,
    "plannedTrial.position": .whole(0...maximumPosition),
    "plannedTrial.block": .whole(0...maximumPosition),
    "plannedTrial.benchmarkCase": key,
    "plannedTrial.warmups": .whole(0...maximumIterations),
    "plannedTrial.iterations": .whole(1...maximumIterations),
    "trial.position": .whole(0...maximumPosition),
    "trial.startedAt": .moment,
    "trial.outcome": .word(Outcome.Kind.allCases.map(\.rawValue)),
    "trial.reached": count,
    "measurement.sequence": .whole(0...maximumPosition),
    "measurement.iteration": .whole(0...2 * maximumIterations),
    "measurement.isWarmup": .flag,
    "measurement.value": .quantity,
    "latency.iteration": .whole(0...2 * maximumIterations),
    "latency.value": count,
    "latency.count": .whole(1...maximumLatencies),
    "latency.isWarmup": .flag,
    "trialSummary.median": .quantity,
    "trialSummary.count": .whole(1...largestExact),
    "trialSummary.minimum": .quantity,
    "trialSummary.maximum": .quantity,
    "trialSummary.total": .number(0...1e24),
    "latencySummary.count": .whole(1...2_000_000 * maximumLatencies),
    "latencySummary.p50": count,
    "latencySummary.p99": count,
    "latencySummary.p999": count,
    "latencySummary.maximum": count,
    "runAnalysis.method": .text(1...100),
    "runAnalysis.level": share,
    "runAnalysis.trials": .whole(1...maximumPosition),
    "estimate.value": derived,
    "estimate.lower": derived,
    "estimate.upper": derived,
    "estimate.trials": .whole(1...maximumPosition),
    "estimate.lowMode": derived,
    "estimate.highMode": derived,
    "estimate.lowModeShare": share,
    "comparison.ratio": ratio,
    "comparison.lower": ratio,
    "comparison.upper": ratio,
    "comparison.pValue": share,
    "comparison.adjustedPValue": share,
    "comparison.verdict": verdict,
    "comparison.isConfirmed": .flag,
    "machineAnalysis.fingerprint": .text(1...1_000),
    "machineAnalysis.method": .text(1...100),
    "changePoint.before": derived,
    "changePoint.after": derived,
    "changePoint.ratio": ratio,
    "changePoint.lower": ratio,
    "changePoint.upper": ratio,
    "changePoint.pValue": share,
    "changePoint.verdict": verdict,
    "importedFile.path": .text(1...10_000),
    "importedFile.sha256": .sha256,
    "importedFile.importedAt": .moment,
    "source.id": .identifier,
    "source.url": .address,
    "source.trust": .word(Source.Trust.allCases.map(\.rawValue)),
    "reference.id": .identifier,
    "reference.position": .whole(0...maximumPosition),
    "reference.workload": .identifier,
    "reference.statistic": .word(Reference.Statistic.allCases.map(\.rawValue)),
    "reference.qualifier": .word(Reference.Qualifier.allCases.map(\.rawValue)),
    "reference.normalizedValue": .number(-1e300...1e300),
    "reference.normalizedUnit": .word(Metric.Unit.allCases.map(\.rawValue)),
    "reference.contract": .word(ContractMatch.Kind.allCases.map(\.rawValue)),
    "reference.source": .identifier,
    "referenceParameter.reference": .identifier,
    "referenceParameter.name": .identifier,
    "referenceParameter.position": .whole(0...1_000),
    "referenceParameter.value": .whole(-largestExact...largestExact),
    "externalFile.format": .word(ExternalFormat.allCases.map(\.rawValue)),
    "externalFile.mapping": .text(1...1_000_000),
    "externalFile.mappingSHA256": .sha256,
    "externalResult.position": .whole(0...maximumPosition),
    "externalResult.name": .text(1...1_000_000),
    "externalResult.metric": .text(1...1_000_000),
    "externalResult.workload": .text(1...1_000_000),
    "externalResult.runtime": .text(1...1_000_000),
    "externalResult.variant": .text(1...1_000_000),
    "externalResult.ourMetric": .text(1...1_000_000),
    "externalResult.unit": .word(Metric.Unit.allCases.map(\.rawValue)),
    "externalResult.unitFactor": .number(1e-30...1e30),
    "externalSample.sequence": .whole(0...largestExact),
    "externalStatistic.position": .whole(0...maximumPosition),
    "externalStatistic.name": .text(1...1_000_000),
    "externalStatistic.value": .number(-1e300...1e300),
    "externalFact.position": .whole(0...maximumPosition),
    "externalFact.name": .text(1...1_000_000),
    "externalGap.name": .text(1...1_000),
    "externalGap.printed": .text(1...1_000_000),
    "externalGap.count": .whole(1...largestExact),
  ]

  /// A number that the analysis computes from measured ones.
  private static let derived = Bound.number(-1e300...1e300)
  private static let ratio = Bound.number(0...1e300)
  private static let share = Bound.number(0...1)
  /// The words of `Verdict` in the module Statistics.
  private static let verdict = Bound.word(["better", "worse", "equal", "inconclusive"])
  private static let key = Bound.whole(0...Int64.max)
  private static let maximumPosition: Int64 = 100_000_000
  private static let maximumIterations: Int64 = 1_000_000
  /// Of one bucket; the buckets of a trial, of which a merge accepts two million, have a sum that
  /// is a whole number.
  private static let maximumLatencies = Int64(LatencyBucket.maximumCount)

  /// The bound of a column of a declared type that is not in the table: a key, or a text.
  static func `default`(of type: String) -> Bound {
    switch type {
    case "INTEGER": key
    case "REAL": .number(-1e300...1e300)
    default: .text(0...1_000_000)
    }
  }

  /// The bound of a column named in the table.
  static func of(_ column: String) -> Bound { columns[column] ?? .text(0...1_000_000) }

  /// The condition of the schema on a column, as `CHECK (…)`.
  static func check(_ column: String) -> String {
    let name = String(column.drop { $0 != "." }.dropFirst())
    return "CHECK (\(of(column).check(on: name)))"
  }
}
