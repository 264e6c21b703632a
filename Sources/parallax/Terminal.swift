import FoundationEssentials

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// One line on standard error that is written over and over; silent when that is no terminal.
struct ProgressLine {
  private let isShown = isatty(2) == 1
  private var width = 0

  /// Shows a text in place of the one before, cut to the terminal's width.
  mutating func show(_ text: String) {
    guard isShown else { return }
    let line = String(RowPrinter.oneLine(text).prefix(terminalColumns() - 1))
    writeError("\r" + line + String(repeating: " ", count: max(0, width - line.count)))
    width = line.count
  }

  /// Takes the line away.
  mutating func clear() {
    guard isShown, width > 0 else { return }
    writeError("\r" + String(repeating: " ", count: width) + "\r")
    width = 0
  }

  private func terminalColumns() -> Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 80 }
    return Int(size.ws_col)
  }
}

/// Writes a line to standard output at once, for a reader that waits for it.
func writeLine(_ text: String) { writeAll(text + "\n", to: 1) }

/// Writes to standard error as it is.
func writeError(_ text: String) { writeAll(text, to: 2) }

private func writeAll(_ text: String, to descriptor: Int32) {
  let bytes = Array(text.utf8)
  var start = 0
  while start < bytes.count {
    let written = bytes[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if written < 0 && errno != EINTR { return }
    start += max(written, 0)
  }
}

/// A duration for people: `48 s`, `3 min 20 s`, `2 h 5 min`.
func shortDuration(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  if whole < 60 { return "\(whole) s" }
  if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
  return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
}

/// The text in lines of at most 80 columns, broken at spaces; all but the first are indented.
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
