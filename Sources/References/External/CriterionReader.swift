package import BenchmarkModel

/// Reads the files that Criterion.rs stores for one benchmark: `benchmark.json`, `estimates.json` and
/// `sample.json` in a folder `new`.
package enum CriterionReader {
  /// The files of a folder; only the first one must be there.
  package static let files = ["benchmark.json", "estimates.json", "sample.json"]

  /// Nanoseconds, the unit of Criterion's own clock.
  ///
  /// The files do not state it, so a benchmark with a custom measurement must not be imported.
  private static let unit = ExternalUnit("ns", .nanoseconds)
  private static let estimateNames = ["mean", "median", "median_abs_dev", "slope", "std_dev"]

  /// The result of a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder's name for messages.
  ///   - contents: The bytes of each of ``files``, by name.
  package static func result(
    in folder: String, contents: [String: [UInt8]]
  ) throws(ReferenceError) -> ExternalResult {
    func document(_ name: String) throws(ReferenceError) -> JSONNode? {
      guard let bytes = contents[name] else { return nil }
      var scanner = JSONScanner(
        bytes, path: "\(folder)/\(name)", allowsNotANumber: true)
      let node = try scanner.node(at: "")
      try scanner.end()
      return node
    }
    guard let benchmark = try document(files[0]) else {
      throw .problem(.external(.noResults), at: ReferencePlace(folder, .file))
    }
    var result = ExternalResult(
      name: try benchmark.required("full_id").text(), metric: "time", unit: unit)
    result.facts = try benchmark.members().filter { $0.key != "full_id" }
      .flatMap { $0.node.facts($0.key) }
    if let estimates = try document(files[1]) {
      try addStatistics(in: estimates, to: &result)
    } else {
      result.add(.gap("no \(files[1])"), as: estimateNames[0])
    }
    if let sample = try document(files[2]) { try add(sample, to: &result) }
    return result
  }

  /// Adds the time of each sample divided by its iterations.
  private static func add(
    _ sample: JSONNode, to result: inout ExternalResult
  ) throws(ReferenceError) {
    let times = try sample.required("times").quantitiesOrGaps(in: unit)
    let iterations = try sample.required("iters").counts()
    guard times.count == iterations.count else {
      throw sample.fault(.unequalLengths("times", times.count, "iters", iterations.count))
    }
    for (time, count) in zip(times, iterations) {
      guard case .number(let time) = time else {
        result.add([time])
        continue
      }
      result.values.append(time / Double(count))
      result.iterations.append(count)
    }
    result.facts += try sample.member("sampling_mode")?.facts("sampling_mode") ?? []
  }

  /// Adds the estimates with their intervals and standard errors.
  private static func addStatistics(
    in node: JSONNode, to result: inout ExternalResult
  ) throws(ReferenceError) {
    /// A bound of an interval may be negative.
    let plain = ExternalUnit("", nil)
    for name in estimateNames {
      guard let estimate = try node.member(name) else { continue }
      let parts = [
        (name, "point_estimate", unit), ("\(name).standard_error", "standard_error", unit),
      ]
      for (statistic, key, unit) in parts {
        guard let value = try estimate.memberOrNull(key) else { continue }
        result.add(try value.quantityOrGap(in: unit), as: statistic)
      }
      guard let interval = try estimate.member("confidence_interval") else { continue }
      for key in ["confidence_level", "lower_bound", "upper_bound"] {
        guard let value = try interval.memberOrNull(key) else { continue }
        result.add(try value.quantityOrGap(in: plain), as: "\(name).\(key)")
      }
    }
    if result.statistics.isEmpty, result.gaps.isEmpty {
      result.add(.gap("no estimate"), as: estimateNames[0])
    }
  }
}
