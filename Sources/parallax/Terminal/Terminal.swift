import Analysis
import FoundationEssentials
import Platform
import Synchronization

/// A line on standard error that is overwritten in place; if standard error is not a terminal, a new
/// line every 30 seconds, so that a log shows that something happens.
struct ProgressLine {
  /// Prints the lines of a log; nil on a terminal.
  private let log: LogTicker?
  private var width = 0

  init(
    isTerminal: Bool = isatty(2) == 1, pause: Duration = .seconds(30),
    write: @escaping @Sendable (String) -> Void = writeError
  ) {
    log = isTerminal ? nil : LogTicker(every: pause, write: write)
  }

  /// Replaces the line with three parts; the middle part is shortened if the terminal is too narrow.
  mutating func show(_ before: String, _ name: String, _ after: String) {
    if let log { return log.show(before + name + after) }
    let columns = (terminalColumns(of: 2) ?? 80) - 1
    let middle = fitted(name.visibleLine, columns - before.columns - after.columns)
    // On an even narrower terminal, show only the beginning.
    let text = beginning(before + middle + after, columns)
    let rest = String(repeating: " ", count: max(0, width - text.columns))
    StandardStreams.writeError("\r" + text + rest)
    width = text.columns
  }

  /// Clears the line.
  mutating func clear() {
    if let log { return log.show(nil) }
    guard width > 0 else { return }
    // Two more columns, because a terminal prints "^C" after the line on Ctrl-C.
    let columns = min(width + 2, (terminalColumns(of: 2) ?? 80) - 1)
    StandardStreams.writeError("\r" + String(repeating: " ", count: columns) + "\r")
    width = 0
  }
}

/// Prints the newest of several lines now and then, however long that line stays the newest.
private final class LogTicker {
  private final class Line: Sendable {
    let text = Mutex<String?>(nil)
  }

  private let line = Line()
  private let ticker: Ticker

  init(every pause: Duration, write: @escaping @Sendable (String) -> Void) {
    ticker = Ticker(every: pause) { [line] in
      if let text = line.text.withLock({ $0 }) { write(text.visibleLine + "\n") }
      return true
    }
  }

  /// Replaces the line; nil for none.
  func show(_ text: String?) { line.text.withLock { $0 = text } }
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
  guard text.columns > columns else { return text }
  guard columns > 1 else { return beginning(text, columns) }
  let end = (columns - 1) / 2
  let last = String(beginning(String(text.reversed()), end).reversed())
  return beginning(text, columns - 1 - end) + "…" + last
}

/// The beginning of a text that fits into this many columns.
private func beginning(_ text: String, _ columns: Int) -> String {
  var result = ""
  var left = columns
  for character in text {
    left -= String(character).columns
    guard left >= 0 else { break }
    result.append(character)
  }
  return result
}

/// Prints text for people to standard output.
///
/// It has the signature of the standard library's function, and so takes its place in this module: no
/// text of a file or database reaches a terminal as a command.
func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {
  let text = items.map { "\($0)" }.joined(separator: separator)
  StandardStreams.write(text.visible + terminator)
}

/// Prints a line to standard output for a reader that is waiting for it; throws if it cannot be
/// written.
func writeLine(_ text: String) throws {
  var output = TextSink.standardOutput()
  try output.add("\(text.visible)\n")
  try output.flush()
}

/// Writes text for people to standard error.
func writeError(_ text: String) { StandardStreams.writeError(text.visible) }

/// A duration in readable form: `48 s`, `3 min 20 s`, `2 h 5 min`.
func shortDuration(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  if whole < 60 { return "\(whole) s" }
  if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
  return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
}

/// A paragraph wrapped at spaces to so many columns; all lines but the first are indented.
func wrapped(_ text: String, indent: Int = 2, columns: Int = 80) -> String {
  var lines: [String] = []
  var line = ""
  for word in text.visibleLine.split(separator: " ").map(String.init) {
    if line.columns + 1 + word.columns > columns, !line.isEmpty {
      lines.append(line)
      line = String(repeating: " ", count: indent) + word
    } else {
      line += (line.isEmpty ? "" : " ") + word
    }
  }
  return (lines + [line]).joined(separator: "\n")
}
