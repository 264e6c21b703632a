/// Why something cannot be stored.
package enum RowProblem: Error, Equatable, Sendable {
  /// A rule of the schema does not allow the row.
  case againstSchema(reason: String)
  /// A run of this identifier is stored already.
  case existingRun(id: String)
  /// The run's plan has no trial at this position.
  case notPlanned(run: String, position: Int)
  /// The run's plan has another case at this position.
  case otherCase(run: String, position: Int, planned: String, found: String)
  /// The trial at this position of the run is stored already.
  case existingTrial(run: String, position: Int)
  /// A measurement names a metric that is not stored.
  case unknownMetric(name: String, position: Int, nearest: String?)
  /// A trial that did not complete carries measurements.
  case measuredWithoutCompletion(position: Int, outcome: String)
  /// A value that is not a number, or lies beyond ±1e300.
  case unusableValue(metric: String, position: Int, value: String)
  /// One iteration, or the trial as a whole, has two values of one metric.
  case repeatedMeasurement(metric: String, position: Int, iteration: Int?)
  /// The metric is stored already with another unit or another better direction.
  case changedMetric(name: String, stored: String, found: String)
  /// The run has trials that are not stored yet.
  case unfinished(run: String, missing: Int)
  /// The run is finished, so its plan cannot grow.
  case finishedRun(run: String)
  /// A reference cites a source that the import does not bring.
  case unknownSource(id: String, reference: String, nearest: String?)
  /// Two references have one identifier; `otherFile` is the imported file that had it first.
  case repeatedReference(id: String, file: String, otherFile: String)
  /// A database to merge says something else about a run than this one.
  case contradiction(run: String, what: String, otherPath: String)

  func description(in path: String) -> String {
    switch self {
    case .againstSchema(let reason):
      "\"\(path)\" does not take a row: \(reason). Nothing of it was stored. "
        + "The schema's rules are in Sources/Store/README.md."
    case .existingRun(let id):
      "Run \(id) is in \"\(path)\" already. Continue it with `parallax measure --resume`, "
        + "or begin another."
    case .notPlanned(let run, let position):
      "Run \(run) in \"\(path)\" has no trial \(position) in its plan, so nothing was stored. "
        + "Begin a new run for another plan."
    case .otherCase(let run, let position, let planned, let found):
      "Trial \(position) of run \(run) in \"\(path)\" is planned for \(planned), not for \(found), "
        + "so nothing was stored. Begin a new run for another plan."
    case .existingTrial(let run, let position):
      "Trial \(position) of run \(run) is in \"\(path)\" already and stays as it is. "
        + "Ask for the trials that are missing before resuming."
    case .unknownMetric(let name, let position, let nearest):
      "Trial \(position) measures \"\(name)\", which \"\(path)\" does not know\(suggestion(nearest)). "
        + "The trial was not stored: announce every metric when the run begins."
    case .measuredWithoutCompletion(let position, let outcome):
      "Trial \(position) ended as \"\(outcome)\" and yet carries measurements, so \"\(path)\" does "
        + "not take it. Give measurements only to a completed trial."
    case .unusableValue(let metric, let position, let value):
      "Value \"\(value)\" of \(metric) in trial \(position) is not a finite number within ±1e300. "
        + "The trial was not stored in \"\(path)\": look at what the program printed."
    case .repeatedMeasurement(let metric, let position, let iteration):
      "Trial \(position) has two values of \(metric) for "
        + (iteration.map { "iteration \($0)" } ?? "the whole trial")
        + ". It was not stored in \"\(path)\": look at what the program printed."
    case .changedMetric(let name, let stored, let found):
      "Metric \"\(name)\" is in \"\(path)\" as \(stored), not as \(found). "
        + "Give the metric with the new meaning a name of its own."
    case .unfinished(let run, let missing):
      "Run \(run) in \"\(path)\" is not finished: \(missing) of its trials are missing. "
        + "Continue it with `parallax measure --resume`."
    case .finishedRun(let run):
      "Run \(run) in \"\(path)\" is finished, so nothing was added to its plan. "
        + "Begin a new run for more trials."
    case .unknownSource(let id, let reference, let nearest):
      "Reference \"\(reference)\" cites the source \"\(id)\", which is not there"
        + "\(suggestion(nearest)). Nothing was imported into \"\(path)\": add the source to "
        + "Workloads/sources.csv."
    case .repeatedReference(let id, let file, let otherFile):
      "Reference \"\(id)\" of \"\(file)\" is already one of \"\(otherFile)\". Nothing of the file "
        + "was imported into \"\(path)\": give each number an identifier of its own."
    case .contradiction(let run, let what, let otherPath):
      "\"\(otherPath)\" holds another \(what) of run \(run) than \"\(path)\". "
        + "Nothing was merged: one of the two was changed, so merge an untouched copy."
    }
  }
}
