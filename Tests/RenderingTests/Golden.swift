import FoundationEssentials
import Testing

/// Compares text with the file of that name in `Golden/`.
///
/// The file is written if it is missing or `RECORD_GOLDEN` is set. Writing fails the test, so that
/// a file is never recorded by accident.
func expectGolden(
  _ text: String, _ name: String, _ location: SourceLocation = #_sourceLocation
) throws {
  let folder = testFolder + "/Golden"
  let path = folder + "/" + name
  let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil
  guard !isRecording, FileManager.default.fileExists(atPath: path) else {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
    Issue.record("Wrote \(name). Check it and run the test again.", sourceLocation: location)
    return
  }
  let expected = try String(contentsOfFile: path, encoding: .utf8)
  guard expected != text else { return }
  let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let new = text.split(separator: "\n", omittingEmptySubsequences: false)
  let line = zip(old, new).prefix { $0 == $1 }.count
  Issue.record(
    """
    \(name) differs from line \(line + 1) on.
    expected: \(line < old.count ? String(old[line]) : "the end")
    found:    \(line < new.count ? String(new[line]) : "the end")
    Set RECORD_GOLDEN to accept the new text.
    """, sourceLocation: location)
}

/// The folder of these tests.
let testFolder = String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.endIndex))

/// The files of the project's own templates, by name.
func projectTemplates() throws -> [String: String] {
  let folder = testFolder + "/../../templates"
  var files: [String: String] = [:]
  for name in [
    "404.html.mustache", "menu.html.mustache", "page.html.mustache", "sharing.html.mustache",
    "style.css", "chart.css", "script.js",
  ] {
    files[name] = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
  }
  return files
}
