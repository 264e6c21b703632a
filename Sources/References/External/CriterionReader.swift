package import BenchmarkModel

/// Reads the files that Criterion.rs stores for one benchmark: `benchmark.json`, `estimates.json` and
/// `sample.json` in a folder `new`.
package enum CriterionReader {
  /// The files of a folder; only the last one may be missing.
  package static let files = ["benchmark.json", "estimates.json", "sample.json"]

  /// Nanoseconds, the unit of Criterion's own clock.
  ///
  /// The files do not state it, so a benchmark with a custom measurement must not be imported.
  private static let unit = ExternalUnit("ns", .nanoseconds)
  private static let estimates = ["mean", "median", "median_abs_dev", "slope", "std_dev"]

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
      var scanner = JSONScanner(bytes, path: "\(folder)/\(name)")
      let node = try scanner.node(at: "")
      try scanner.end()
      return node
    }
    guard let benchmark = try document(files[0]), let estimates = try document(files[1]) else {
      throw .problem(.external(.noResults), at: ReferencePlace(folder, .file))
    }
    var result = ExternalResult(
      name: try benchmark.required("full_id").text(), metric: "time", unit: unit)
    result.facts = try benchmark.members().filter { $0.key != "full_id" }
      .flatMap { $0.node.facts($0.key) }
    result.statistics = try statistics(in: estimates)
    if let sample = try document(files[2]) { try add(sample, to: &result) }
    return result
  }

  /// Adds the time of each sample divided by its iterations.
  private static func add(
    _ sample: JSONNode, to result: inout ExternalResult
  ) throws(ReferenceError) {
    let times = try sample.required("times").quantities(in: unit)
    result.iterations = try sample.required("iters").counts()
    guard times.count == result.iterations.count else {
      throw sample.fault(.unequalLengths("times", times.count, "iters", result.iterations.count))
    }
    result.values = zip(times, result.iterations).map { $0 / Double($1) }
    result.facts += try sample.member("sampling_mode")?.facts("sampling_mode") ?? []
  }

  /// The estimates with their intervals and standard errors.
  private static func statistics(
    in node: JSONNode
  ) throws(ReferenceError) -> [ExternalStatistic] {
    var statistics: [ExternalStatistic] = []
    for name in estimates {
      guard let estimate = try node.member(name) else { continue }
      let point = try estimate.required("point_estimate").quantity(in: unit)
      statistics.append(ExternalStatistic(name, point))
      if let error = try estimate.member("standard_error") {
        statistics.append(
          ExternalStatistic("\(name).standard_error", try error.quantity(in: unit)))
      }
      guard let interval = try estimate.member("confidence_interval") else { continue }
      for key in ["confidence_level", "lower_bound", "upper_bound"] {
        let bound = try interval.required(key).number()
        statistics.append(ExternalStatistic("\(name).\(key)", bound))
      }
    }
    guard !statistics.isEmpty else { throw node.fault(.missingKey("mean")) }
    return statistics
  }
}
