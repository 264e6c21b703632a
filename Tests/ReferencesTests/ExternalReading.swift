import BenchmarkModel

@testable import References

/// The results of a file that is read in pieces of a given length.
func externalResults(
  _ format: ExternalFormat, _ bytes: [UInt8], piece: Int = 1 << 20
) throws(ReferenceError) -> [ExternalResult] {
  guard var reader = ExternalReader(format, path: "results") else { return [] }
  var results: [ExternalResult] = []
  for start in stride(from: 0, to: bytes.count, by: piece) {
    results += try reader.read(Array(bytes[start..<min(start + piece, bytes.count)]))
  }
  return results + (try reader.finish())
}

func externalResults(
  _ format: ExternalFormat, _ text: String
) throws(ReferenceError) -> [ExternalResult] {
  try externalResults(format, Array(text.utf8))
}

/// The message when a file is refused; nil when it is read.
func refusal(_ format: ExternalFormat, _ text: String) -> String? {
  message { () throws(ReferenceError) in _ = try externalResults(format, text) }
}

extension ExternalResult {
  /// Everything that a file states as text.
  var texts: [String] {
    [name, metric, unit.printed, toolVersion ?? ""] + statistics.map(\.name)
      + gaps.flatMap { [$0.name, $0.printed] } + facts.flatMap { [$0.name, $0.value] }
  }
}
