import FoundationEssentials
import Testing

@testable import Runner

@Suite struct TrialEnvironmentTests {
  private static let caller = [
    "HOME": "/home/a b", "PATH": "/usr/bin:/bin", "USER": "a", "LANG": "de_DE.UTF-8",
    "LC_ALL": "de_DE.UTF-8", "GOGC": "20", "GOMAXPROCS": "1", "GODEBUG": "x=1",
    "GOMEMLIMIT": "1MiB",
    "TOKIO_WORKER_THREADS": "1", "RUST_BACKTRACE": "1", "RUST_MIN_STACK": "1",
    "MALLOC_ARENA_MAX": "1",
    "LD_PRELOAD": "/a.so", "LD_LIBRARY_PATH": "/a", "LIBDISPATCH_COOPERATIVE_POOL_STRICT": "1",
    "SWIFT_DEBUG_X": "1", "JAVA_TOOL_OPTIONS": "-Xmx1m", "GLIBC_TUNABLES": "x",
    "PARALLAX_TRIAL": "0",
  ]

  @Test func onlyTheListAndWhatIsAddedReachATrial() {
    #expect(
      TrialEnvironment(to: Self.caller).variables
        == ["HOME": "/home/a b", "PATH": "/usr/bin:/bin", "LC_ALL": "C"])
    #expect(
      TrialEnvironment(adding: ["GOGC": "off", "HOME": "/h"], to: Self.caller).variables
        == ["HOME": "/h", "PATH": "/usr/bin:/bin", "LC_ALL": "C", "GOGC": "off"])
  }

  @Test func theCommandNamesTheCallersOwnVariablesWithoutTheirValues() {
    #expect(
      TrialEnvironment(adding: ["A": "x y", "GOGC": "off"], to: Self.caller)
        .commandText(around: "bin/p --n 1")
        == "env -i HOME=\"$HOME\" PATH=\"$PATH\" A='x y' GOGC=off LC_ALL=C bin/p --n 1")
  }

  @Test func theCommandRepeatsTheEnvironment() throws {
    let environment = TrialEnvironment(adding: ["A": "it's $HOME", "B": ""])
    let child = ChildProcess(
      program: "sh", arguments: ["-c", environment.commandText(around: "/usr/bin/env")],
      timeLimit: .seconds(60))
    let lines = String(decoding: try child.run().output, as: UTF8.self)
      .split(separator: "\n").map(String.init).sorted()
    #expect(lines == environment.variables.map { "\($0.key)=\($0.value)" }.sorted())
  }

  @Test(
    "A variable that cannot be added is refused with the reason",
    arguments: [
      ("", "x", "letters"), ("1A", "x", "letters"), ("A B", "x", "letters"), ("Ä", "x", "letters"),
      ("A-B", "x", "letters"), ("PARALLAX_TRIAL", "x", "set by parallax itself"),
      ("A", String(repeating: "x", count: 1_001), "more than 1000"),
    ])
  func refused(name: String, value: String, reason: String) throws {
    let problem = try #require(throws: TrialEnvironment.Problem.self) {
      try TrialEnvironment.check(name, value)
    }
    #expect(problem.description.contains(reason))
  }

  @Test(arguments: ["A", "_", "GOGC", "a1_B"]) func allowed(name: String) throws {
    try TrialEnvironment.check(name, "")
    try TrialEnvironment.check(name, String(repeating: "ä", count: 1_000))
  }
}
