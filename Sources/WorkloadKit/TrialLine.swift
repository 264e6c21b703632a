/// The lines that a trial prints, each one a JSON object.
///
/// `Workloads/README.md` describes the protocol, version 1.
public enum TrialLine {
  /// The version of the protocol, printed in the closing line.
  public static let protocolVersion = 1

  /// The line of one iteration.
  public static func iteration(_ report: IterationReport) -> String {
    var members = [
      "\"elapsedNanoseconds\":\(report.elapsedNanoseconds),\"answer\":\(report.answer)"
    ]
    if let processorNanoseconds = report.processorNanoseconds {
      members.append("\"processorNanoseconds\":\(processorNanoseconds)")
    }
    if !report.metrics.isEmpty {
      members.append("\"metrics\":\(object(report.metrics.mapValues(number)))")
    }
    if !report.latencies.isEmpty {
      members.append("\"latencies\":\(object(report.latencies.mapValues(pairs)))")
    }
    return "{\(members.joined(separator: ","))}"
  }

  /// The line that the load of a trial prints at its end.
  ///
  /// An objection is the reason why the trial does not count.
  public static func load(
    connections: Int, latencies: [String: [LatencyCount]], objection: String? = nil
  ) -> String {
    let objection = objection.map { ",\"objection\":\"\($0)\"" } ?? ""
    return "{\"connections\":\(connections),\"latencies\":\(object(latencies.mapValues(pairs)))"
      + "\(objection)}"
  }

  private static func object(_ members: [String: String]) -> String {
    let members = members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
    return "{\(members.joined(separator: ","))}"
  }

  /// A distribution: a list with the value and the count of each bucket.
  private static func pairs(_ counts: [LatencyCount]) -> String {
    "[\(counts.map { "[\($0.value),\($0.count)]" }.joined(separator: ","))]"
  }

  /// A number, printed without a fraction if it is whole, so that counts stay counts.
  private static func number(_ value: Double) -> String {
    Int64(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  /// The line of a trial that ended because the system refused a resource.
  public static func refusal(_ refusal: Refusal) -> String {
    let reason = refusal.reason.unicodeScalars
      .map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0.value < 32 ? " " : "\($0)" }.joined()
    return "{\"refused\":\"\(reason)\",\"reached\":\(refusal.reached)}"
  }

  /// The last line; the peak is left out if the system does not report it.
  static func closing(peakResidentBytes: UInt64?) -> String {
    let peak = peakResidentBytes.map { ",\"peakResidentBytes\":\($0)" } ?? ""
    let version = "\(compilerVersion) (\(buildFlags))"
    return "{\"protocol\":\(protocolVersion),\"runtimeVersion\":\"\(version)\"\(peak)}"
  }

  /// How this program was built, as far as conditional compilation can tell.
  ///
  /// `make build` sets the flag that says whether it optimizes across modules, and scripts/build-swift the one
  /// for `-Ounchecked`.
  private static var buildFlags: String {
    #if DEBUG
      "debug"
    #elseif UNCHECKED && CROSS_MODULE_OPTIMIZATION
      "-Ounchecked, -cross-module-optimization"
    #elseif CROSS_MODULE_OPTIMIZATION
      "-O, -cross-module-optimization"
    #else
      "-O"
    #endif
  }

  /// The compiler that built this program, as far as conditional compilation can tell: it knows no
  /// version later than the last one here.
  package static var compilerVersion: String {
    #if compiler(>=6.4)
      "Swift 6.4 or later"
    #elseif compiler(>=6.3.3)
      "Swift 6.3.3 or later"
    #elseif compiler(>=6.3.2)
      "Swift 6.3.2"
    #elseif compiler(>=6.3.1)
      "Swift 6.3.1"
    #elseif compiler(>=6.3)
      "Swift 6.3"
    #elseif compiler(>=6.2.4)
      "Swift 6.2.4 or later"
    #elseif compiler(>=6.2.3)
      "Swift 6.2.3"
    #elseif compiler(>=6.2.2)
      "Swift 6.2.2"
    #elseif compiler(>=6.2.1)
      "Swift 6.2.1"
    #else
      "Swift 6.2"
    #endif
  }
}
