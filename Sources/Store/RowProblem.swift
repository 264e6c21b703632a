/// Why something cannot be stored.
package enum RowProblem: Error, Equatable, Sendable {
  /// The row violates a constraint of the schema.
  case againstSchema(reason: String)
  /// A text of another tool's result has a NUL, at which SQLite would end it.
  case textWithNUL(String, result: Int)
  /// A run with this identifier is already stored.
  case existingRun(id: String)
  /// The run's plan has no trial at this position.
  case notPlanned(run: String, position: Int)
  /// The run's plan has another case at this position.
  case otherCase(run: String, position: Int, planned: String, found: String)
  /// The trial at this position of the run is already stored.
  case existingTrial(run: String, position: Int)
  /// A measurement names a metric that is not stored.
  case unknownMetric(name: String, position: Int, nearest: String?)
  /// A trial that did not complete has measurements.
  case measuredWithoutCompletion(position: Int, outcome: String)
  /// A value is not one that ``Measurement/isUsable(_:)`` allows.
  case unusableValue(metric: String, position: Int, value: String)
  /// An iteration, or the whole trial when it is nil, has two values of one metric.
  case repeatedMeasurement(metric: String, position: Int, iteration: Int?)
  /// The metric is already stored with another unit or another better direction.
  case changedMetric(name: String, stored: String, found: String)
  /// A database to merge has the metric with another unit or another better direction.
  case otherMetric(name: String, stored: String, found: String, otherPath: String)
  /// Some trials of the run are not stored yet.
  case unfinished(run: String, missing: Int)
  /// The run is finished, so its plan cannot grow.
  case finishedRun(run: String)
  /// A reference cites a source that is not in the import.
  case unknownSource(id: String, reference: String, nearest: String?)
  /// Two references have the same identifier; `otherFile` is the imported file that had it first.
  case repeatedReference(id: String, file: String, otherFile: String)
  /// A database to merge contradicts this one about a run.
  case contradiction(run: String, what: String, otherPath: String)

  func description(in path: String) -> String {
    switch self {
    case .againstSchema(let reason):
      "\"\(path)\" cannot store a row: \(reason). Nothing was stored. "
        + "Sources/Store/README.md describes the schema."
    case .textWithNUL(let text, let result):
      "Result \(result + 1) of the file has a NUL character in \"\(text.withVisibleNUL)\", so nothing was "
        + "stored in \"\(path)\". Remove the character from the file."
    case .existingRun(let id):
      "Run \(id) is already in \"\(path)\". Continue it with `parallax measure --resume`, "
        + "or start another."
    case .notPlanned(let run, let position):
      "Run \(run) in \"\(path)\" has no trial \(position) in its plan, so nothing was stored. "
        + "Start a new run for another plan."
    case .otherCase(let run, let position, let planned, let found):
      "Trial \(position) of run \(run) in \"\(path)\" is planned for \(planned), not for \(found), "
        + "so nothing was stored. Start a new run for another plan."
    case .existingTrial(let run, let position):
      "Trial \(position) of run \(run) is already in \"\(path)\" and was not changed. "
        + "Ask for the pending trials before resuming."
    case .unknownMetric(let name, let position, let nearest):
      "Trial \(position) measures \"\(name)\", which is not a metric of \"\(path)\"\(suggestion(nearest)). "
        + "The trial was not stored: declare every metric when the run begins."
    case .measuredWithoutCompletion(let position, let outcome):
      "Trial \(position) ended as \"\(outcome)\" but has measurements, so it was not stored in "
        + "\"\(path)\". Only a completed trial may have measurements."
    case .unusableValue(let metric, let position, let value):
      "Value \"\(value)\" of \(metric) in trial \(position) is neither 0 nor a number from 1e-9 to 2⁵³. "
        + "The trial was not stored in \"\(path)\": check what the program printed."
    case .repeatedMeasurement(let metric, let position, let iteration):
      "Trial \(position) has two values of \(metric) for "
        + (iteration.map { "iteration \($0)" } ?? "the whole trial")
        + ". It was not stored in \"\(path)\": check what the program printed."
    case .changedMetric(let name, let stored, let found):
      "Metric \"\(name)\" is stored in \"\(path)\" as \(stored), not as \(found). "
        + "Correct its row in the table metric, or use another file with `--db FILE`; a metric with "
        + "a new meaning needs another name."
    case .otherMetric(let name, let stored, let found, let otherPath):
      "\"\(otherPath)\" has the metric \"\(name)\" as \(found), and \"\(path)\" as \(stored). Nothing was "
        + "merged: one of the two was changed, so merge an unchanged copy."
    case .unfinished(let run, let missing):
      "Run \(run) in \"\(path)\" is not finished: \(missing) of its trials are missing. "
        + "Continue it with `parallax measure --resume`."
    case .finishedRun(let run):
      "Run \(run) in \"\(path)\" is finished, so nothing was added to its plan. "
        + "Start a new run for more trials."
    case .unknownSource(let id, let reference, let nearest):
      "Reference \"\(reference)\" cites the source \"\(id)\", which does not exist"
        + "\(suggestion(nearest)). Nothing was imported into \"\(path)\": add the source to "
        + "Workloads/sources.csv."
    case .repeatedReference(let id, let file, let otherFile):
      "Reference \"\(id)\" of \"\(file)\" is already in \"\(otherFile)\". Nothing of the file was "
        + "imported into \"\(path)\": give each number a unique identifier."
    case .contradiction(let run, let what, let otherPath):
      "\"\(otherPath)\" has a different \(what) of run \(run) than \"\(path)\". "
        + "Nothing was merged: one of the two was changed, so merge an unchanged copy."
    }
  }
}
