import WorkloadKit

/// A trial that measures nothing; it is like any other trial, but times an empty region.
///
/// It is not in the catalog or in reports. The calibration before a run times it, so that the
/// report can say which differences are smaller than the tool's own cost.
enum EmptyTrial: Workload {
  struct Parameters: ParameterSet {
    static let fields: [ParameterField<Self>] = []
  }

  static let name = "empty-trial"
  static let title = "Empty trial"
  static let operation = "nothing"

  static func operations(_ parameters: Parameters) -> Int { 1 }

  static func answer(_ parameters: Parameters) -> Checksum { 0 }

  static func cases(for preset: Preset) -> [Parameters] { [Parameters()] }
}

extension EmptyTrial: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) -> Checksum {
    stopwatch.measure {}
    return answer(parameters)
  }
}

runTrial(EmptyTrial.self)
