import Analysis
import FoundationEssentials
import Platform

/// A line on standard error that is overwritten in place; silent if standard error is not a
/// terminal.
struct ProgressLine {
  private let isShown = isatty(2) == 1
  private var width = 0

  /// Replaces the line with three parts; the middle part is shortened if the terminal is too narrow.
  mutating func show(_ before: String, _ name: String, _ after: String) {
    guard isShown else { return }
    let columns = (terminalColumns(of: 2) ?? 80) - 1
    let middle = fitted(RowPrinter.oneLine(name), columns - before.count - after.count)
    // On an even narrower terminal, show only the beginning.
    let text = String((before + middle + after).prefix(columns))
    writeError("\r" + text + String(repeating: " ", count: max(0, width - text.count)))
    width = text.count
  }

  /// Clears the line.
  mutating func clear() {
    guard isShown, width > 0 else { return }
    // Two more columns, because a terminal prints "^C" after the line on Ctrl-C.
    let columns = min(width + 2, (terminalColumns(of: 2) ?? 80) - 1)
    writeError("\r" + String(repeating: " ", count: columns) + "\r")
    width = 0
  }
}

/// The width of the terminal on a descriptor; nil if it is not a terminal or does not say.
func terminalColumns(of descriptor: Int32) -> Int? {
  var size = winsize()
  guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
  else { return nil }
  return Int(size.ws_col)
}

/// The text shortened to this many columns with "…" in the middle: the beginning and end of a case's
/// name say more than its middle.
func fitted(_ text: String, _ columns: Int) -> String {
  guard text.count > columns else { return text }
  guard columns > 1 else { return String(text.prefix(max(columns, 0))) }
  let end = (columns - 1) / 2
  return text.prefix(columns - 1 - end) + "…" + text.suffix(end)
}

/// Writes a line to standard output at once, for a reader that is waiting for it.
func writeLine(_ text: String) throws {
  var output = TextSink(descriptor: 1, path: "standard output")
  try output.add("\(text)\n")
  try output.flush()
}

/// Writes to standard error; an error is ignored, since there is no other place to report it.
func writeError(_ text: String) {
  do { try writeAll(Array(text.utf8), to: 2) } catch {}
}

/// A duration in readable form: `48 s`, `3 min 20 s`, `2 h 5 min`.
func shortDuration(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  if whole < 60 { return "\(whole) s" }
  if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
  return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
}

/// The text wrapped at spaces to 80 columns; all lines but the first are indented.
func wrapped(_ text: String, indent: Int = 2) -> String {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if line.count + 1 + word.count > 80, !line.isEmpty {
      lines.append(line)
      line = String(repeating: " ", count: indent) + word
    } else {
      line += (line.isEmpty ? "" : " ") + word
    }
  }
  return (lines + [line]).joined(separator: "\n")
}
