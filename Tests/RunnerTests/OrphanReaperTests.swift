import FoundationEssentials
import Platform
import Testing

@testable import Runner

@Suite struct OrphanReaperTests {
  /// Starts a process that only a signal ends, in its own group.
  private func sleeper() throws -> SpawnedChild {
    try SpawnedChild("sleep", ["1000"], pipesInput: false)
  }

  /// The signal that ended the child within a few seconds; nil if it is still running, and then it
  /// is killed.
  private func signal(ending child: SpawnedChild) -> Int32? {
    var status: Int32 = 0
    for _ in 0..<1_000 {
      if waitpid(child.process, &status, WNOHANG) == child.process { return status & 0x7f }
      usleep(10_000)
    }
    kill(child.process, SIGKILL)
    waitpid(child.process, &status, 0)
    return nil
  }

  @Test func onlyTheGroupsRunningWhenTheToolEndsAreKilled() throws {
    let ended = try sleeper()
    let children = [try sleeper(), try sleeper()]
    var interruption: Interruption? = Interruption(reaper: try OrphanReaper())
    interruption?.enter(ended.process)
    for child in children { interruption?.enter(child.process) }
    interruption?.leave(ended.process)
    // Closes the pipe, as the kernel does when the tool is killed.
    interruption = nil
    for child in children { #expect(signal(ending: child) == SIGKILL) }
    // The number may have been reused by now.
    kill(ended.process, SIGTERM)
    #expect(signal(ending: ended) == SIGTERM)
  }

  /// A tool can be killed after the child has ended, before it has ended what the child left.
  @Test(.enabled(if: hasProc, "needs /proc"), arguments: [false, true])
  func aProcessThatHasLeftTheGroupIsKilledByItsMark(whenTheChildHasEnded: Bool) throws {
    let mark = TrialFamily.newMark()
    var environment = inheritedEnvironment
    environment[TrialFamily.variable] = mark
    let child = try SpawnedChild(
      "sh", ["-c", "setsid sleep 1000 & setsid sleep 1000 & exec sleep 1000"],
      environment: environment, pipesInput: false)
    func marked() throws -> Int {
      try folderNames("/proc").count { name in
        guard let bytes = try? fileBytes("/proc/\(name)/environ") else { return false }
        return String(decoding: bytes, as: UTF8.self).contains(mark)
      }
    }
    for _ in 0..<500 where try marked() < 3 { usleep(10_000) }
    var interruption: Interruption? = Interruption(reaper: try OrphanReaper())
    interruption?.enter(child.process, mark: mark)
    if whenTheChildHasEnded {
      kill(child.process, SIGKILL)
      interruption?.leave(child.process)
    }
    interruption = nil
    #expect(signal(ending: child) == SIGKILL)
    for _ in 0..<500 where try marked() > 0 { usleep(10_000) }
    #expect(try marked() == 0)
  }

  /// A tool can be killed before it has listed the group of a child that it has just started.
  @Test(.enabled(if: hasProc, "needs /proc"))
  func aChildWhoseGroupIsListedLaterIsKilledByItsMark() throws {
    let mark = TrialFamily.newMark()
    var interruption: Interruption? = Interruption(reaper: try OrphanReaper())
    interruption?.announce(mark: mark)
    let child = try SpawnedChild(
      "sleep", ["1000"],
      environment: inheritedEnvironment.merging([TrialFamily.variable: mark]) { $1 },
      pipesInput: false)
    interruption?.enter(child.process, mark: mark, listsLater: true)
    interruption = nil
    #expect(signal(ending: child) == SIGKILL)
  }

  @Test func withoutAChildNothingIsKilled() throws {
    var interruption: Interruption? = Interruption(reaper: try OrphanReaper())
    let child = try sleeper()
    interruption?.enter(child.process)
    interruption?.leave(child.process)
    interruption = nil
    usleep(200_000)
    kill(child.process, SIGTERM)
    #expect(signal(ending: child) == SIGTERM)
  }
}
