import Platform
import WorkloadKit

/// The processes that descend from one child, wherever they have gone.
///
/// A process that starts a session leaves its process group, and one whose parent has ended no longer
/// shows whose it was. So the tool becomes a subreaper on Linux: the kernel then makes every orphan below
/// it a child of the tool, and each child that the tool did not start itself is such an orphan. A process
/// that also starts other children does not do that (`Interruption.withOrphanReaper`); there, and on other
/// systems, only the process group is ended.
struct TrialFamily {
  /// The variable that marks the environment of a child for `OrphanReaper`.
  ///
  /// Every mark has the same length, since the size of an environment can change how fast a program
  /// runs.
  static let variable = "PARALLAX_TRIAL"

  /// The maximum number of processes, and of threads of a process, to search.
  private static let maximumMembers = 256

  /// How long to go on killing processes that start others faster than they are killed.
  private static let endingNanoseconds: UInt64 = 5_000_000_000

  /// The child's process ID, which is also the ID of its process group.
  private let process: pid_t
  private let interruption: Interruption?

  /// A mark that no other child has.
  static func newMark() -> String {
    let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  init(of process: pid_t, interruption: Interruption?) {
    self.process = process
    self.interruption = interruption
  }

  /// Makes this process adopt the orphans below it from now on.
  ///
  /// - Returns: Whether the system can do that.
  static func adoptOrphans() -> Bool {
    #if os(Linux)
      let setChildSubreaper: Int32 = 36
      return OptionalCall.controlProcess?(setChildSubreaper, 1, 0, 0, 0) == 0
    #else
      return false
    #endif
  }

  /// The processes below the child, and its orphans with all below them.
  func members() -> [pid_t] {
    var members: [pid_t] = []
    var next = orphans() + childProcesses(of: process, maximumThreads: Self.maximumMembers)
    while !next.isEmpty, members.count < Self.maximumMembers {
      members += next
      next = next.flatMap { childProcesses(of: $0, maximumThreads: Self.maximumMembers) }
    }
    return members
  }

  /// The names of the orphans that are still running.
  ///
  /// Once the child has ended, all that it left are orphans. One that ends at once and leaves another is
  /// seen in one of several looks.
  func running() -> [String] {
    for _ in 0..<5 {
      let names = runningNow()
      if !names.isEmpty { return names }
      sched_yield()
    }
    return []
  }

  private func runningNow() -> [String] {
    orphans().compactMap { orphan in
      do {
        let found = try ProcessUse(stat: fileBytes("/proc/\(orphan)/stat"))
        return found.flatMap { $0.hasEnded ? nil : $0.name }
      } catch { return nil }
    }
  }

  /// Reaps the orphans that have ended, so that they do not use up the numbers of processes.
  func reapEnded() { for orphan in orphans() { waitpid(orphan, nil, WNOHANG) } }

  /// Kills and reaps the orphans until none is left; call it after the child was reaped.
  ///
  /// Only children of ours are killed, because the number of any other process can be another's by
  /// then. What is below them becomes our child when they end.
  func end() {
    let deadline = monotonicNanoseconds() + Self.endingNanoseconds
    while case let orphans = orphans(), !orphans.isEmpty, monotonicNanoseconds() < deadline {
      for orphan in orphans { kill(orphan, SIGKILL) }
      for orphan in orphans { waitpid(orphan, nil, WNOHANG) }
      sched_yield()
    }
  }

  private func orphans() -> [pid_t] {
    guard let others = interruption?.otherChildren else { return [] }
    return childProcesses(of: getpid()).filter { $0 != process && !others.contains($0) }
  }
}

/// The children of a process: those that each of its threads has started; none on a system without
/// `/proc` or a kernel that does not list them.
func childProcesses(of process: pid_t, maximumThreads: Int = .max) -> [pid_t] {
  let threads: [String]
  do { threads = try folderNames("/proc/\(process)/task") } catch { return [] }
  return threads.prefix(maximumThreads).flatMap { thread -> [pid_t] in
    do {
      let list = try fileBytes("/proc/\(process)/task/\(thread)/children")
      return String(decoding: list, as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
    } catch { return [] }
  }
}

/// Samples the memory of the processes that a child has started.
struct FamilySampler {
  /// Looking for processes takes longer than a sample, so it happens seldom: at most every 100 ms,
  /// and for at most a hundredth of the time.
  private static let pauseNanoseconds: UInt64 = 100_000_000

  private let family: TrialFamily
  private var members: [pid_t] = []
  private var nextLook: UInt64 = 0

  init(of family: TrialFamily) { self.family = family }

  /// What the child and its descendants hold together, in bytes; nil below the cap.
  ///
  /// - Parameter own: The child's own resident size.
  mutating func bytes(of process: pid_t, own: Int, above cap: Int, at now: UInt64) -> Int? {
    if now >= nextLook {
      family.reapEnded()
      members = family.members()
      let end = monotonicNanoseconds()
      nextLook = end + max(Self.pauseNanoseconds, (end - now) * 100)
    }
    guard !members.isEmpty else { return own > cap ? own : nil }
    let resident = members.reduce(own) { $0 + (Self.residentBytes(of: $1) ?? 0) }
    guard resident > cap, own <= cap else { return resident > cap ? resident : nil }
    // Resident sizes count what parent and child share twice, so look again at each one's share.
    let shares = ([process] + members).compactMap(Self.shareBytes)
    let share = shares.isEmpty ? resident : shares.reduce(0, +)
    return share > cap ? share : nil
  }

  private static func residentBytes(of process: pid_t) -> Int? {
    StatusSampler(of: process)?.sample()?.residentBytes
  }

  /// The memory of a process with that which it shares divided by the number of those that do.
  private static func shareBytes(of process: pid_t) -> Int? {
    do {
      let text = String(decoding: try fileBytes("/proc/\(process)/smaps_rollup"), as: UTF8.self)
      let line = text.split(separator: "\n").first { $0.hasPrefix("Pss:") }
      return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1_024 }
    } catch { return nil }
  }
}
