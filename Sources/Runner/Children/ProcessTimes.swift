import Platform

/// The processor time that each process of the machine has used so far, as far as `/proc` shows it,
/// so that a warning can name what was busy.
package struct ProcessTimes: Sendable {
  private var ticks: [Int: (name: String, ticks: Int)] = [:]

  /// Reads all processes now; none on a system without `/proc`.
  package init(root: String = "/") {
    let proc = (root.hasSuffix("/") ? root : root + "/") + "proc"
    let names: [String]
    do { names = try folderNames(proc) } catch { return }
    for process in names.compactMap({ Int($0) }) {
      let bytes: [UInt8]
      // A process that has ended since the folder was listed is no more.
      do { bytes = try fileBytes("\(proc)/\(process)/stat") } catch { continue }
      // The kernel's own threads, children of the second process, are nobody's to end.
      guard let found = ProcessorUse(stat: bytes), process != 2, found.parent != 2 else { continue }
      ticks[process] = (found.name, found.ticks)
    }
  }

  /// The names, each once, of the processes that worked most since an earlier moment, at most three, the
  /// busiest first; a process counts from a twentieth of what was used on.
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

/// What `/proc/PID/stat` says of a process's work.
struct ProcessorUse {
  let name: String
  let parent: Int
  /// The ticks in user mode and in the kernel so far.
  let ticks: Int

  /// Reads the file's bytes; nil when they are not as expected.
  init?(stat bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    // The name can hold spaces and brackets, so the fields are counted from the last that closes it:
    // the parent is the 2nd, `utime` and `stime` are the 12th and 13th.
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close
    else { return nil }
    let fields = text[text.index(after: close)...].split(separator: " ")
    guard fields.count > 12, let parent = Int(fields[1]), let user = Int(fields[11]),
      let system = Int(fields[12])
    else { return nil }
    name = String(text[text.index(after: open)..<close])
    self.parent = parent
    ticks = user + system
  }
}
