import Dispatch
import Foundation
import Outputs
import Platform
import Runner
import Testing

@testable import parallax

/// Few processes, little memory, and signals in any state: a command works, says what it lacks, or is
/// ended by a signal, but never hangs.
struct LimitTests {
  /// Whether another user, whose processes can be limited, may run the tool.
  static let canBeNobody: Bool = {
    let child = ChildProcess(
      program: "setpriv", arguments: nobody + [BuiltTool.path, "--version"], timeLimit: .seconds(60)
    )
    return (try? child.run())?.ending == .exited(code: 0)
  }()
  private static let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"]

  /// A database that anyone may read, in a folder that anyone may write.
  private func measured() throws -> BuiltTool {
    let tool = try BuiltTool.measured()
    let result = try tool.run(shell: "chmod 777 '\(tool.folder)'")
    try #require(result.exitCode == 0, "\(result.errors)")
    return tool
  }

  /// Commands of every kind, each into `$T`.
  private static let commands = [
    "list runs --db $DB", "query runs --db $DB", "compare latest --db $DB",
    "check --without-answers", "report --db $DB --out $T/site --force",
    "export --db $DB --format json --out $T/all.json", "merge $DB --db $T/merged.sqlite",
    "import --db $T/imported.sqlite",
    "measure --preset smoke --workload race --runtime swift-async --db $T/new.sqlite",
    "serve --port 0 --dir $T",
  ]

  /// Runs each command after a line of the shell, at most 10 seconds; a server is told to end after two.
  ///
  /// - Returns: Its exit code and what it wrote to standard error, of each command.
  private func outcomes(
    _ tool: BuiltTool, of commands: [String] = commands, after line: String, as prefix: String = ""
  ) throws -> [(command: String, code: Int, errors: String)] {
    try commands.map { command in
      let seconds = command.hasPrefix("serve") ? "2" : "10"
      let result = try tool.run(
        shell: """
          T='\(tool.folder)'; DB='\(tool.database)'; export TMPDIR=$T HOME=$T
          timeout -k 5 \(seconds) \(prefix) bash -c '\(line); exec "$@"' bash "$0" \(command) \
            > $T/output 2> $T/errors; echo $?; tail -c 600 $T/errors
          """)
      let lines = result.output.split(separator: "\n", maxSplits: 1).map(String.init)
      return (command, Int(lines.first ?? "") ?? -1, lines.count > 1 ? lines[1] : "")
    }
  }

  @Test(.enabled(if: canBeNobody, "needs the right to become another user, who may run the tool"))
  func fewProcessesAreAnError() throws {
    let tool = try measured()
    let prefix = "setpriv \(Self.nobody.joined(separator: " "))"
    // The limit is tried before the command is read, so that one command shows what each limit does.
    for (limit, commands) in [(0, 1), (3, 1), (7, Self.commands.count)] {
      for (command, code, errors) in try outcomes(
        tool, of: Array(Self.commands.prefix(commands)), after: "ulimit -u \(limit)", as: prefix)
      {
        #expect(code == 1, "\(limit), \(command): \(code), \(errors)")
        #expect(
          errors.hasPrefix("Error: this process may start only ") && errors.contains("ulimit -u"),
          "\(limit), \(command): \(errors)")
      }
    }
  }

  /// In KiB; with the first, the system cannot load the tool, whatever the command.
  @Test(arguments: [50_000, 220_000, 300_000])
  func littleMemoryIsAnErrorOrEndsTheProcess(kibibytes: Int) throws {
    let tool = try measured()
    // What `measure` starts has the same limit, and may hang until its time limit.
    let commands = Self.commands.filter { command in
      !["serve", "check", "measure"].contains { command.hasPrefix($0) }
    }.prefix(kibibytes == 50_000 ? 1 : .max)
    for (command, code, errors) in try outcomes(
      tool, of: Array(commands), after: "ulimit -v \(kibibytes)")
    {
      #expect(code == 0 || !errors.isEmpty, "\(command): \(code)")
      // 124 and 137 mean that it hung.
      #expect(
        [0, 1, 127].contains(code) || code > 128 && code != 137,
        "\(command): \(code), \(errors)")
    }
    #expect(try tool.value("PRAGMA integrity_check") == "ok")
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func aProcessThatDoesNotEndInOrderIsEndedByTheSignal(number: Int32) async {
    await #expect(processExitsWith: .signal(number)) { [number = number as Int32] in
      let signals = try EndSignals { _ in }
      defer { signals.cancel() }
      kill(getpid(), number)
      sleep(8)
    }
  }

  /// A program that starts the tool may block them, and a process starts with the mask of that one.
  @Test func blockedSignalsReachTheProcessAfterItsStart() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_BLOCK, &all, nil)
      kill(getpid(), SIGTERM)
      usleep(50_000)
      EndSignals.unblock()
      sleep(8)
    }
  }

  /// Git holds up the step in which an output takes its place for as long as a hook does.
  @Test(.timeLimit(.minutes(1))) func aSlowGitIsEndedWithTheProcess() async throws {
    let tool = try BuiltTool()
    let start = ContinuousClock.now
    await #expect(processExitsWith: .signal(SIGTERM)) { [folder = tool.folder as String] in
      let children = Interruption()
      let git = Git(in: folder, interruption: children)
      try writingOutputs(ending: children) {
        try Replacement.perform {
          Thread.detachNewThread {
            while !FileManager.default.fileExists(atPath: "\(folder)/pid") { usleep(10_000) }
            kill(getpid(), SIGTERM)
          }
          _ = try git.run([
            "-c", "alias.slow=!trap '' TERM; echo $$ > '\(folder)/pid'; sleep 40", "slow",
          ])
        }
      }
    }
    #expect(ContinuousClock.now - start < .seconds(20))
    let text = try String(contentsOfFile: "\(tool.folder)/pid", encoding: .utf8)
    let process = try #require(pid_t(text.split(separator: "\n").first ?? ""))
    #expect(!isRunning(process))
  }

  /// The few are not enough for trials with threads.
  @Test(.enabled(if: canBeNobody, "needs the right to become another user, who may run the tool"))
  func fewProcessesLeaveNoTrialOfACheck() throws {
    let tool = try BuiltTool()
    let result = try tool.run(
      shell: """
        T='\(tool.folder)'; chmod 777 $T
        TMPDIR=$T timeout -k 5 6 setpriv \(Self.nobody.joined(separator: " ")) \
          bash -c 'ulimit -u 9; exec "$0" check' "$0" > $T/output 2>&1
        for attempt in $(seq 100); do
          left=$(grep -lsz "^TMPDIR=$T$" /proc/[0-9]*/environ) || break; sleep 0.05
        done
        echo "left: $left"
        """)
    #expect(result.output == "left: \n", "\(result)")
  }

  /// `check` starts trials as well; a stopped one does not end by itself.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/environ"), "needs /proc"))
  func aKilledCheckLeavesNoTrial() throws {
    let tool = try BuiltTool()
    let result = try tool.run(
      shell: """
        T='\(tool.folder)'; TMPDIR=$T "$0" check > /dev/null 2>&1 & check=$!
        while kill -0 $check 2>/dev/null; do
          for file in $(grep -lsz "^PARALLAX_TRIAL=" /proc/[0-9]*/environ); do
            grep -qsz "^TMPDIR=$T$" $file || continue
            trial=${file%/environ}; trial=${trial#/proc/}
            kill -STOP $trial 2>/dev/null || continue
            kill -KILL $check; wait $check
            for attempt in $(seq 200); do
              grep -qsz "^TMPDIR=$T$" $file || { echo "ended"; exit 0; }
              sleep 0.05
            done
            kill -KILL $trial; echo "left"; exit 0
          done
          sleep 0.01
        done
        echo "no trial"
        """)
    #expect(result.output == "ended\n", "\(result)")
  }

  @Test func aSecondSignalIsNotHeldUp() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      let signals = try EndSignals { _ in kill(getpid(), SIGTERM) }
      defer { signals.cancel() }
      kill(getpid(), SIGINT)
      usleep(1_500_000)
    }
  }

  @Test func aSignalAfterTheEndOfWaitingEndsTheProcess() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      for _ in 0..<100 { try EndSignals { _ in }.cancel() }
      kill(getpid(), SIGTERM)
      sleep(8)
    }
  }

  @Test func aProcessThatEndsInOrderIsNotEndedByTheSignal() async {
    await #expect(processExitsWith: .exitCode(7)) {
      let ended = DispatchSemaphore(value: 0)
      let signals = try EndSignals { _ in ended.signal() }
      kill(getpid(), SIGINT)
      ended.wait()
      signals.cancel()
      exit(7)
    }
  }
}
