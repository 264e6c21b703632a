import WorkloadKit

/// A strict reader of a trial's output: anything the protocol does not allow is an error, so a
/// number that was misread is never stored.
package struct TrialReader: Sendable {
  /// The maximum length of a line in bytes.
  package static let maximumLineBytes = 1 << 20

  private let metrics: [String]
  private let latencies: [String]
  private let iterations: Int

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - metrics: The metrics in the workload's contract.
  ///   - latencies: The latency distributions in the contract.
  ///   - iterations: The number of iterations requested, including warm-ups.
  package init(metrics: [String], latencies: [String] = [], iterations: Int) {
    self.metrics = metrics
    self.latencies = latencies
    self.iterations = iterations
  }

  /// Parses the trial's report.
  ///
  /// - Parameter output: Everything it printed on standard output.
  /// - Throws: `RunnerError.badTrialOutput` for the first invalid line.
  package func read(_ output: [UInt8]) throws(RunnerError) -> TrialTranscript {
    var transcript = TrialTranscript()
    var lines = output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for (index, bytes) in lines.enumerated() {
      do {
        try take(bytes, into: &transcript)
      } catch {
        let text = String(decoding: bytes.prefix(1_000), as: UTF8.self)
        throw .badTrialOutput(line: index + 1, text: text, error)
      }
    }
    let found = transcript.iterations.count
    if transcript.refusal == nil {
      guard transcript.closing != nil else {
        throw .badTrialOutput(line: nil, text: nil, .noClosingLine)
      }
      guard found == iterations else {
        throw .badTrialOutput(
          line: nil,
          text: nil,
          .iterationCount(found: found, expected: iterations)
        )
      }
    }
    return transcript
  }

  private func take(
    _ bytes: ArraySlice<UInt8>,
    into transcript: inout TrialTranscript
  ) throws(TrialLineProblem) {
    guard bytes.count <= Self.maximumLineBytes else {
      throw .tooLong(limitBytes: Self.maximumLineBytes)
    }
    let line = try ParsedLine(bytes)
    guard transcript.closing == nil else { throw .afterEnd }
    switch line {
    case .iteration(let report):
      guard transcript.refusal == nil else { throw .afterEnd }
      if let unknown = report.metrics.keys.sorted().first(where: { !metrics.contains($0) }) {
        throw .unknownMetric(unknown, allowed: metrics)
      }
      if let unknown = report.latencies.keys.sorted().first(where: { !latencies.contains($0) }) {
        throw .unknownMetric(unknown, allowed: latencies)
      }
      transcript.iterations.append(report)
      let found = transcript.iterations.count
      guard found <= iterations else {
        throw .iterationCount(found: found, expected: iterations)
      }
    case .refusal(let refusal):
      guard transcript.refusal == nil else { throw .afterEnd }
      transcript.refusal = refusal
    case .closing(let closing):
      transcript.closing = closing
    }
  }
}
