#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The processor time that each process of the machine has used so far, as far as `/proc` shows it,
/// so that a warning can name what was busy.
public struct ProcessTimes: Sendable {
  private var ticks: [Int: (name: String, ticks: Int)] = [:]

  /// Reads all processes now; none on a system without `/proc`.
  public init(root: String = "/") {
    let proc = (root.hasSuffix("/") ? root : root + "/") + "proc"
    let names: [String]
    do { names = try folderNames(proc) } catch { return }
    for process in names.compactMap({ Int($0) }) {
      let bytes: [UInt8]
      // A process that has ended since the folder was listed is no more.
      do { bytes = try fileBytes("\(proc)/\(process)/stat") } catch { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close
      else { continue }
      // The fields that follow the name: `utime` and `stime` are the 12th and 13th of them.
      let fields = text[text.index(after: close)...].split(separator: " ")
      guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]),
        // The kernel's own threads, children of the second process, are nobody's to end.
        process != 2, fields[1] != "2"
      else { continue }
      ticks[process] = (String(text[text.index(after: open)..<close]), user + system)
    }
  }

  /// The names, each once, of the processes that worked most since an earlier moment, at most three, the
  /// busiest first; a process counts from a twentieth of what was used on.
  ///
  /// This process is left out.
  public func busiest(since earlier: ProcessTimes) -> [String] {
    var used: [String: Int] = [:]
    for (process, now) in ticks where process != Int(getpid()) {
      used[now.name, default: 0] += now.ticks - (earlier.ticks[process]?.ticks ?? 0)
    }
    let all = used.values.reduce(0, +)
    return used.filter { $0.value > 0 && $0.value * 20 >= all }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map(\.key)
  }
}
