import Analysis
import FoundationEssentials
import Testing

/// Compares a text with the file of that name in `Golden/` beside the tests, line by line.
///
/// A file that is missing, or every file when `RECORD_GOLDEN` is set, is written, and that fails the
/// test: look at what was written and run again.
func expectGolden(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
  let file = folder.appending(path: name)
  let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil
  guard !isRecording, FileManager.default.fileExists(atPath: file.path) else {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    Issue.record("Wrote Golden/\(name). Check it and run again.", sourceLocation: sourceLocation)
    return
  }
  let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  guard text != expected else { return }
  let found = text.split(separator: "\n", omittingEmptySubsequences: false)
  let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let line =
    zip(found, wanted).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    ?? min(found.count, wanted.count)
  Issue.record(
    """
    Golden/\(name), line \(line + 1):
    expected: \(line < wanted.count ? wanted[line] : "(end)")
    found:    \(line < found.count ? found[line] : "(end)")
    Record it again with RECORD_GOLDEN=1 if the new text is right.
    """, sourceLocation: sourceLocation)
}
