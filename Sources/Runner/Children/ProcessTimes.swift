import Platform

/// The processor time used so far by each process that `/proc` shows, so that a warning can name
/// the busy ones.
package struct ProcessTimes: Sendable {
  private var ticks: [Int: (name: String, ticks: Int)] = [:]

  /// Reads all processes; empty on a system without `/proc`.
  package init(root: String = "/") {
    let proc = (root.hasSuffix("/") ? root : root + "/") + "proc"
    let names: [String]
    do { names = try folderNames(proc) } catch { return }
    for process in names.compactMap({ Int($0) }) {
      let bytes: [UInt8]
      // The process has ended since the folder was listed.
      do { bytes = try fileBytes("\(proc)/\(process)/stat") } catch { continue }
      // Kernel threads are children of process 2; a user cannot end them.
      guard let found = ProcessUse(stat: bytes), process != 2, found.parent != 2 else { continue }
      ticks[process] = (found.name, found.ticks)
    }
  }

  /// The names of the up to three processes that used the most processor time since an earlier
  /// reading, busiest first and without duplicates.
  ///
  /// A process must have used at least a twentieth of the total.
  ///
  /// This process is left out.
  package func busiest(since earlier: ProcessTimes) -> [String] {
    var used: [String: Int] = [:]
    for (process, now) in ticks where process != Int(getpid()) {
      used[now.name, default: 0] += now.ticks - (earlier.ticks[process]?.ticks ?? 0)
    }
    let all = used.values.reduce(0, +)
    return used.filter { $0.value > 0 && $0.value * 20 >= all }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map(\.key)
  }
}

/// What `/proc/PID/stat` says about a process.
struct ProcessUse {
  let name: String
  /// Whether it only waits to be reaped.
  let hasEnded: Bool
  let parent: Int
  /// The ticks used so far, in user mode and in the kernel.
  let ticks: Int

  /// Parses the file's bytes; nil if they do not have the expected form.
  init?(stat bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    // The name can contain spaces and parentheses, so count fields from the last closing one:
    // the state is the 1st, the parent the 2nd, `utime` and `stime` are the 12th and 13th, and the
    // number of threads is the 18th.
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close
    else { return nil }
    let fields = text[text.index(after: close)...].split(separator: " ")
    guard fields.count > 12, let parent = Int(fields[1]), let user = Int(fields[11]),
      let system = Int(fields[12])
    else { return nil }
    name = String(text[text.index(after: open)..<close])
    // A process whose first thread has ended looks like one that has ended, but has other threads.
    let threads = fields.count > 17 ? Int(fields[17]) ?? 1 : 1
    hasEnded = fields[0] == "X" || fields[0] == "Z" && threads <= 1
    self.parent = parent
    ticks = user + system
  }
}
