import BenchmarkModel
import FoundationEssentials
import WorkloadKit

/// One line of the trial protocol.
enum ParsedLine {
  case iteration(IterationReport)
  case refusal(TrialTranscript.Refused)
  case closing(TrialTranscript.Closing)

  init(_ bytes: ArraySlice<UInt8>) throws(TrialLineProblem) {
    let line: Line
    do {
      line = try JSONDecoder().decode(Line.self, from: Data(bytes))
    } catch {
      throw (error as? TrialLineProblem) ?? .notAnObject
    }
    self = line.parsed
  }
}

private let largestExact = Measurement.maximum

/// Distinguishes the three kinds of line by a key that only one of them has.
private struct Line: Decodable {
  let parsed: ParsedLine

  init(from decoder: any Decoder) throws {
    let fields: Fields
    do {
      fields = Fields(container: try decoder.container(keyedBy: Key.self))
    } catch {
      throw TrialLineProblem.notAnObject
    }
    if fields.has("protocol") {
      parsed = .closing(try fields.closing())
    } else if fields.has("refused") {
      parsed = .refusal(try fields.refusal())
    } else {
      parsed = .iteration(try fields.iteration())
    }
  }
}

private struct Fields {
  let container: KeyedDecodingContainer<Key>

  func has(_ name: String) -> Bool { container.contains(Key(stringValue: name)) }

  func iteration() throws(TrialLineProblem) -> IterationReport {
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

  func refusal() throws(TrialLineProblem) -> TrialTranscript.Refused {
    try allow(["refused", "reached"])
    return TrialTranscript.Refused(
      reason: try text("refused"),
      reached: Int(try number("reached", atMost: largestExact))
    )
  }

  func closing() throws(TrialLineProblem) -> TrialTranscript.Closing {
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

  private func allow(_ names: [String]) throws(TrialLineProblem) {
    let unknown = container.allKeys.map(\.stringValue).sorted().first { !names.contains($0) }
    if let unknown { throw .unknownKey(unknown, allowed: names) }
  }

  private func number(
    _ name: String,
    atMost largest: UInt64 = .max
  ) throws(TrialLineProblem) -> UInt64 {
    let problem = TrialLineProblem.badValue(
      key: name,
      expected: "a whole number from 0 to \(largest)"
    )
    let value = try value(name, as: UInt64.self, or: problem)
    guard value <= largest else { throw problem }
    return value
  }

  private func text(_ name: String) throws(TrialLineProblem) -> String {
    let problem = TrialLineProblem.badValue(key: name, expected: "a text of 1 to 1000 characters")
    let text = try value(name, as: String.self, or: problem)
    guard 1...1_000 ~= text.count else { throw problem }
    return text
  }

  private func metrics() throws(TrialLineProblem) -> [String: Double] {
    let problem = TrialLineProblem.badValue(
      key: "metrics",
      expected: "an object of numbers, each 0 or from \(Measurement.smallest) to \(largestExact)"
    )
    let metrics = try value("metrics", as: [String: Double].self, or: problem)
    guard metrics.values.allSatisfy(Measurement.isUsable) else { throw problem }
    return metrics
  }

  private func latencies() throws(TrialLineProblem) -> [String: [LatencyCount]] {
    let problem = TrialLineProblem.badValue(
      key: "latencies",
      expected: "an object of lists of pairs [value, count] with rising values, "
        + "values up to \(largestExact), and counts from 1 to \(LatencyBucket.maximumCount)"
    )
    let lists = try value("latencies", as: [String: [[UInt64]]].self, or: problem)
    var latencies: [String: [LatencyCount]] = [:]
    for (name, pairs) in lists {
      guard let counts = latencyCounts(of: pairs) else { throw problem }
      latencies[name] = counts
    }
    return latencies
  }

  private func value<Value: Decodable>(
    _ name: String,
    as type: Value.Type,
    or problem: TrialLineProblem
  ) throws(TrialLineProblem) -> Value {
    guard has(name) else { throw .missingKey(name) }
    do {
      return try container.decode(type, forKey: Key(stringValue: name))
    } catch {
      throw problem
    }
  }
}

/// A distribution as printed; nil if its pairs violate the protocol.
func latencyCounts(of pairs: [[UInt64]]) -> [LatencyCount]? {
  let isRising = zip(pairs, pairs.dropFirst()).allSatisfy { $0.first ?? 0 < $1.first ?? 0 }
  guard isRising,
    pairs.allSatisfy({
      $0.count == 2 && $0[0] <= largestExact && 1...UInt64(LatencyBucket.maximumCount) ~= $0[1]
    })
  else { return nil }
  return pairs.map { LatencyCount(value: $0[0], count: Int($0[1])) }
}

private struct Key: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
