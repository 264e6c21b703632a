import BenchmarkModel
import WorkloadKit

/// One line of the trial protocol.
enum ParsedLine {
  case iteration(IterationReport)
  case refusal(TrialTranscript.Refused)
  case closing(TrialTranscript.Closing)

  /// Distinguishes the three kinds of line by a key that only one of them has.
  init(_ bytes: ArraySlice<UInt8>) throws(TrialLineProblem) {
    let fields = LineFields(try LineJSONReader.object(in: bytes))
    if fields.has("protocol") {
      self = .closing(try fields.closing())
    } else if fields.has("refused") {
      self = .refusal(try fields.refusal())
    } else {
      self = .iteration(try fields.iteration())
    }
  }
}

private let largestExact = Measurement.maximum

/// The members of a line's object.
struct LineFields {
  private let members: [String: LineJSON]

  init(_ members: [String: LineJSON]) { self.members = members }

  func has(_ name: String) -> Bool { members[name] != nil }

  fileprivate func iteration() throws(TrialLineProblem) -> IterationReport {
    try allow(["elapsedNanoseconds", "answer", "processorNanoseconds", "metrics", "latencies"])
    let elapsed = try number("elapsedNanoseconds", atMost: largestExact)
    return IterationReport(
      elapsedNanoseconds: elapsed,
      answer: try number("answer"),
      processorNanoseconds: has("processorNanoseconds")
        ? try number("processorNanoseconds", atMost: largestExact) : nil,
      metrics: has("metrics") ? try metrics() : [:],
      latencies: has("latencies") ? try latencies() : [:]
    )
  }

  fileprivate func refusal() throws(TrialLineProblem) -> TrialTranscript.Refused {
    try allow(["refused", "reached"])
    return TrialTranscript.Refused(
      reason: try text("refused"),
      reached: Int(try number("reached", atMost: largestExact))
    )
  }

  fileprivate func closing() throws(TrialLineProblem) -> TrialTranscript.Closing {
    let version = try number("protocol")
    guard version == UInt64(TrialLine.protocolVersion) else {
      throw .unknownVersion(found: version)
    }
    try allow(["protocol", "runtimeVersion", "peakResidentBytes"])
    return TrialTranscript.Closing(
      runtimeVersion: try text("runtimeVersion"),
      peakResidentBytes: has("peakResidentBytes")
        ? try number("peakResidentBytes", atMost: largestExact) : nil
    )
  }

  /// Throws if there is any other key.
  func allow(_ names: [String]) throws(TrialLineProblem) {
    let unknown = members.keys.sorted().first { !names.contains($0) }
    if let unknown { throw .unknownKey(unknown, allowed: names) }
  }

  /// A whole number.
  func number(
    _ name: String,
    atMost largest: UInt64 = .max
  ) throws(TrialLineProblem) -> UInt64 {
    guard case .whole(let value) = try value(name), value <= largest else {
      throw .badValue(key: name, expected: "a whole number from 0 to \(largest)")
    }
    return value
  }

  func text(_ name: String) throws(TrialLineProblem) -> String {
    guard case .text(let text) = try value(name), 1...1_000 ~= text.utf8.count else {
      throw .badValue(key: name, expected: "a text of 1 to 1000 bytes")
    }
    return text
  }

  private func metrics() throws(TrialLineProblem) -> [String: Double] {
    let problem = TrialLineProblem.badValue(
      key: "metrics",
      expected: "an object of numbers, each 0 or from \(Measurement.smallest) to \(largestExact)"
    )
    guard case .object(let members) = try value("metrics") else { throw problem }
    var metrics: [String: Double] = [:]
    for (name, value) in members {
      let number: Double
      switch value {
      case .whole(let whole): number = Double(whole)
      case .number(let other): number = other
      default: throw problem
      }
      guard Measurement.isUsable(number) else { throw problem }
      metrics[name] = number
    }
    return metrics
  }

  /// The distributions, each a list of pairs of value and count.
  func latencies() throws(TrialLineProblem) -> [String: [LatencyCount]] {
    let problem = TrialLineProblem.badValue(
      key: "latencies",
      expected: "an object of lists of pairs [value, count] with rising values, "
        + "values up to \(largestExact), and counts from 1 to \(LatencyBucket.maximumCount)"
    )
    guard case .object(let members) = try value("latencies") else { throw problem }
    var latencies: [String: [LatencyCount]] = [:]
    for (name, value) in members {
      guard case .list(let pairs) = value, let counts = Self.latencyCounts(of: pairs) else {
        throw problem
      }
      latencies[name] = counts
    }
    return latencies
  }

  /// A distribution as printed; nil if its pairs violate the protocol.
  private static func latencyCounts(of pairs: [LineJSON]) -> [LatencyCount]? {
    var counts: [LatencyCount] = []
    for pair in pairs {
      guard case .list(let both) = pair, both.count == 2, case .whole(let value) = both[0],
        case .whole(let count) = both[1], value <= largestExact,
        1...UInt64(LatencyBucket.maximumCount) ~= count,
        counts.last.map({ $0.value < value }) ?? true
      else { return nil }
      counts.append(LatencyCount(value: value, count: Int(count)))
    }
    return counts
  }

  private func value(_ name: String) throws(TrialLineProblem) -> LineJSON {
    guard let value = members[name] else { throw .missingKey(name) }
    return value
  }
}
