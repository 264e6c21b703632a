import Dispatch
import FoundationEssentials
import Platform
import Testing
import WorkloadKit

@testable import Runner

/// Whether the C library can close a child's other descriptors, and `/proc` lets a child list them.
private var closesDescriptors: Bool {
  #if os(Linux)
    OptionalCall.addCloseFrom != nil
  #else
    false
  #endif
}

@Suite struct ChildProcessTests {
  private func run(
    _ script: String,
    timeLimit: Duration = .seconds(60),
    memoryCapBytes: Int? = nil,
    outputLimitBytes: Int = 16 << 20,
    interruption: Interruption? = nil
  ) throws -> ChildResult {
    try ChildProcess(
      program: "sh",
      arguments: ["-c", script],
      timeLimit: timeLimit,
      memoryCapBytes: memoryCapBytes,
      outputLimitBytes: outputLimitBytes
    ).run(interruption: interruption)
  }

  @Test func bothStreamsAndTheExitCodeComeBack() throws {
    let result = try run("echo out; echo err >&2; exit 3")
    #expect(result.ending == .exited(code: 3))
    #expect(result.output == Array("out\n".utf8))
    #expect(result.standardError == "err\n")
    #expect(result.elapsedNanoseconds > 0)
  }

  @Test func argumentsArriveAsTheyAre() throws {
    let arguments = ["a b", "", "$HOME", "it's", "ä"]
    let child = ChildProcess(
      program: "printf",
      arguments: ["<%s>"] + arguments,
      timeLimit: .seconds(60)
    )
    #expect(try child.run().output == Array("<a b><><$HOME><it's><ä>".utf8))
  }

  @Test func theEnvironmentIsInheritedWithMessagesInEnglish() throws {
    let result = try run("echo \"$LC_ALL $PATH\"")
    let path = try #require(ProcessInfo.processInfo.environment["PATH"])
    #expect(String(decoding: result.output, as: UTF8.self) == "C \(path)\n")
  }

  @Test func anEnvironmentIsTheWholeEnvironment() throws {
    let child = ChildProcess(
      program: "/usr/bin/env", timeLimit: .seconds(60), environment: ["A": "1", "B": "x y"])
    #expect(try child.run().output == Array("A=1\nB=x y\n".utf8))
  }

  @Test(.enabled(if: CoreSet.ofThisThread != nil, "needs Linux's affinity"))
  func aChildUsesNoMoreCoresThanItMay() throws {
    let before = try #require(CoreSet.ofThisThread)
    let child = ChildProcess(
      program: "sed",
      arguments: ["-n", "s/^Cpus_allowed_list:[[:space:]]*//p", "/proc/self/status"],
      timeLimit: .seconds(60), cores: 1)
    #expect(try child.run().output == Array("\(before.cores[0])\n".utf8))
    #expect(CoreSet.ofThisThread == before)
  }

  @Test(.enabled(if: CoreSet.ofThisThread != nil, "needs Linux's affinity"))
  func thePoolsHaveAThreadForEachCoreThatMayBeUsed() throws {
    let all = try #require(CoreSet.ofThisThread)
    #expect(poolThreadCount == all.cores.count)
    #expect(all.prefix(1).around { poolThreadCount } == 1)
    #expect(CoreSet([0, 3, 8_191, 8_192, -1]).cores == [0, 3, 8_191])
  }

  @Test func standardInputIsEmpty() throws {
    #expect(try run("cat; echo end").output == Array("end\n".utf8))
  }

  @Test func aMissingProgramIsAnErrorThatNamesIt() {
    let child = ChildProcess(program: "/nowhere/at-all", timeLimit: .seconds(1))
    #expect(
      throws: RunnerError.cannotStart(program: "/nowhere/at-all", SystemError(code: ENOENT))
    ) { try child.run() }
  }

  @Test func aSignalIsACrash() throws {
    #expect(try run("kill -SEGV $$").ending == .crashed(signal: SIGSEGV))
  }

  @Test func longStandardErrorKeepsItsLast4KiB() throws {
    let result = try run("i=0; while [ $i -lt 10000 ]; do echo line-$i >&2; i=$((i+1)); done")
    #expect(result.ending == .exited(code: 0))
    #expect(result.standardError.utf8.count == 4_096)
    #expect(result.standardError.hasSuffix("line-9998\nline-9999\n"))
  }

  @Test func aCharacterCutInTwoIsLeftOut() throws {
    let result = try run("yes ä | head -n 5000 | tr -d '\\n' >&2; printf x >&2")
    #expect(result.standardError == String(repeating: "ä", count: 2_047) + "x")
  }

  @Test func hugeOutputEndsTheChild() throws {
    let result = try run("yes", outputLimitBytes: 1 << 20)
    #expect(result.ending == .tooMuchOutput)
    #expect(result.output.count > 1 << 20)
  }

  @Test func outputBelowTheLimitComesWhole() throws {
    let result = try run("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2")
    #expect(result.ending == .exited(code: 0))
    #expect(result.output == [UInt8](repeating: 0, count: 3_000_000))
  }

  @Test func aChildThatNeverEndsIsKilledWithItsGrandchild() throws {
    let result = try run(
      "trap '' TERM INT HUP; sleep 1000 & echo $!; wait; sleep 1000",
      timeLimit: .milliseconds(1_500)
    )
    #expect(result.ending == .timedOut)
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(hasGone(try #require(pid_t(text.dropLast()))))
  }

  @Test func aGrandchildThatHoldsThePipesDoesNotHoldUsUp() throws {
    let result = try run("sleep 1000 & echo $!; exit 0")
    #expect(result.ending == .exited(code: 0))
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(hasGone(try #require(pid_t(text.dropLast()))))
  }

  @Test func aChildThatClosesItsOutputIsWaitedFor() throws {
    let result = try run("exec >&- 2>&-; sleep 0.2; exit 5")
    #expect(result.ending == .exited(code: 5))
    #expect(result.elapsedNanoseconds > 190_000_000)
  }

  @Test(.enabled(if: hasProc, "needs /proc")) func tooMuchMemoryEndsTheChild() throws {
    let result = try run(
      "x=$(head -c 100000000 /dev/zero | tr '\\0' x); sleep 1000",
      memoryCapBytes: 40_000_000
    )
    guard case .outOfMemory(let residentBytes) = result.ending else {
      Issue.record("It ended as \(result.ending)")
      return
    }
    #expect(residentBytes > 40_000_000)
  }

  /// The shell itself stays small.
  @Test(
    .enabled(if: hasProc, "needs /proc"),
    arguments: ["", "env -i PATH=\"$PATH\""])
  func theMemoryOfDescendantsCounts(prefix: String) throws {
    let hog = "x=$(head -c 100000000 /dev/zero | tr '\\0' x); sleep 1000"
    let child = ChildProcess(
      program: "sh", arguments: ["-c", "\(prefix) sh -c \"$1\" & wait", "sh", hog],
      timeLimit: .seconds(60), memoryCapBytes: 60_000_000, ownsDescendants: true)
    guard case .outOfMemory(let bytes) = try child.run().ending else {
      Issue.record("The cap did not hold")
      return
    }
    #expect(bytes > 60_000_000)
  }

  @Test func whatTheKernelCountedComesBack() throws {
    let result = try run("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; sleep 0.1")
    #expect(result.usage.userNanoseconds > 0)
    #expect(result.usage.minorFaults > 0)
    #expect(result.usage.voluntarySwitches > 0)
    #expect(result.usage.userNanoseconds < result.elapsedNanoseconds)
  }

  @Test func eachSleepOfADescendantIsAContextSwitch() throws {
    let usage = try run("(for i in 1 2 3 4 5 6 7 8 9; do sleep 0.01; done)").usage
    #expect(usage.voluntarySwitches >= 9)
  }

  @Test(.enabled(if: hasProc, "needs /proc")) func aRunningChildIsSampled() throws {
    let peaks = try run("sleep 0.2").peaks
    #expect(peaks.threads == 1)
    #expect(try #require(peaks.pageTableBytes) >= 4_096)
    #expect(try #require(peaks.residentBytes) >= 100_000)
  }

  @Test(.enabled(if: closesDescriptors, "needs glibc 2.34 or later"))
  func noOtherDescriptorOfOursReachesTheChild() throws {
    let leaking = open("/dev/null", O_RDONLY)
    defer { close(leaking) }
    // Descriptor 3 is the folder that the shell itself has open.
    let result = try run("for i in /proc/self/fd/*; do echo ${i##*/}; done")
    #expect(String(decoding: result.output, as: UTF8.self) == "0\n1\n2\n3\n")
  }

  @Test func anInterruptionEndsTheRunningChild() throws {
    let interruption = Interruption()
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(200)) {
      interruption.request()
    }
    #expect(
      try run("sleep 1000", interruption: interruption).ending == .crashed(signal: SIGKILL)
    )
  }

  @Test func anEarlierInterruptionEndsTheChildAtOnce() throws {
    let interruption = Interruption()
    interruption.request()
    #expect(
      try run("sleep 1000", interruption: interruption).ending == .crashed(signal: SIGKILL)
    )
  }

  @Test(.enabled(if: hasProc, "needs /proc")) func aHundredChildrenLeaveNoDescriptorOpen() throws {
    // Other tests open files at the same time, but not a hundred.
    func open() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
    let before = try open()
    for _ in 0..<100 { #expect(try run(":").ending == .exited(code: 0)) }
    #expect(try open() < before + 60)
  }

  /// Whether the process ends soon; one that has ended but was not reaped counts as gone.
  private func hasGone(_ process: pid_t) -> Bool {
    for _ in 0..<500 {
      guard let status = try? String(decoding: fileBytes("/proc/\(process)/status"), as: UTF8.self)
      else { return kill(process, 0) != 0 }
      if status.contains("State:\tZ") { return true }
      usleep(10_000)
    }
    return false
  }
}

@Suite struct ProcessStatusTests {
  @Test func theThreeLinesAreRead() {
    let text = "Name:\tVmRSS: 7\nVmPTE:\t      44 kB\nVmRSS:\t    1672 kB\nThreads:\t12\n"
    let status = ProcessStatus(parsing: text.utf8)
    #expect(status.threads == 12)
    #expect(status.pageTableBytes == 45_056)
    #expect(status.residentBytes == 1_712_128)
  }

  @Test func aZombieHasNoMemory() {
    let status = ProcessStatus(parsing: "Name:\tsh\nState:\tZ (zombie)\nThreads:\t1\n".utf8)
    #expect(status.threads == 1)
    #expect(status.pageTableBytes == nil)
    #expect(status.residentBytes == nil)
  }

  /// The first thread of the second one has ended, and three others run.
  @Test(arguments: [
    (state: "Z", threads: 1, true), ("Z", 4, false), ("S", 4, false), ("X", 0, true),
  ])
  func aProcessHasEndedWithItsLastThread(state: String, threads: Int, hasEnded: Bool) {
    let stat = "7 (a b) c) \(state) 1 7 7 0 -1 0 0 0 0 0 11 12 0 0 20 0 \(threads) 0 99"
    let use = ProcessUse(stat: Array(stat.utf8))
    #expect(use?.hasEnded == hasEnded)
    #expect(use?.name == "a b) c")
    #expect(use?.ticks == 23)
  }

  @Test func peaksKeepTheLargestOfEach() {
    var peaks = StatusPeaks()
    peaks.include(ProcessStatus(parsing: "Threads:\t3\nVmRSS:\t8 kB\n".utf8))
    peaks.include(ProcessStatus(parsing: "Threads:\t2\nVmRSS:\t9 kB\nVmPTE:\t4 kB\n".utf8))
    #expect(peaks == StatusPeaks(threads: 3, pageTableBytes: 4_096, residentBytes: 9_216))
  }
}
