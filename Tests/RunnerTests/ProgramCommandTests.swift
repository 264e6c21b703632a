import BenchmarkModel
import Testing
import WorkloadCatalog
import WorkloadKit

@testable import Runner

struct ProgramCommandTests {
  @Test(arguments: [
    ("true=/bin/true", []),
    ("a-1=/bin/echo one  two ", ["one", "two"]),
    (
      #"a=/bin/echo 'one two' "three 'four'" five\ six '' a"b"'c'"#,
      ["one two", "three 'four'", "five six", "", "abc"]
    ),
    (#"a=/bin/echo '$HOME' "\$HOME" \| a=b"#, ["$HOME", "$HOME", "|", "a=b"]),
    (#"a=/bin/echo "\n" '\'"#, [#"\n"#, #"\"#]),
  ])
  func aCommandIsSplitAsAShellWould(text: String, arguments: [String]) throws {
    let command = try ProgramCommand(text, usesShell: false, path: "/bin")
    #expect(command.arguments == arguments)
    #expect(command.name == text.prefix { $0 != "=" })
  }

  @Test func aProgramIsLookedUpOnThePath() throws {
    let command = try ProgramCommand("a=true", usesShell: false, path: ":bin:/nowhere:/bin")
    #expect(command.program == "/bin/true")
  }

  @Test func aShellGetsTheCommandAsItIs() throws {
    let command = try ProgramCommand("a=echo $HOME | wc -c", usesShell: true)
    #expect(command.program == "/bin/sh")
    #expect(command.arguments == ["-c", "echo $HOME | wc -c"])
  }

  @Test(
    arguments: [
      ("sleep 1", .noName("sleep 1")),
      ("=true", .badName("")),
      ("A=true", .badName("A")),
      ("a--b=true", .badName("a--b")),
      ("<b>=true", .badName("<b>")),
      ("'; DROP TABLE run; --=true", .badName("'; DROP TABLE run; --")),
      ("a= ", .noCommand(name: "a")),
      ("a=true\u{1b}[2J", .controlCharacter(name: "a")),
      ("a=true\nfalse", .controlCharacter(name: "a")),
      ("a=true 'x", .openQuotation(name: "a")),
      (#"a=true \"#, .openQuotation(name: "a")),
      ("a=true | wc", .shellCharacter("|", name: "a")),
      ("a=true $(id)", .shellCharacter("$", name: "a")),
      ("a=true \"$HOME\"", .shellCharacter("$", name: "a")),
      ("a=true *", .shellCharacter("*", name: "a")),
      ("a=no-such-program", .notFound(program: "no-such-program", name: "a")),
      ("a=/bin", .notFound(program: "/bin", name: "a")),
    ] as [(String, ProgramCommandProblem)])
  func whatCannotBeMeasuredIsRefused(text: String, problem: ProgramCommandProblem) {
    #expect(throws: problem) { try ProgramCommand(text, usesShell: false, path: "/bin") }
  }

  private func trial(of text: String) throws -> Trial {
    let folder = try TemporaryFolder()
    var locator = ProgramLocator(
      root: folder.path, programs: folder.path, runtimes: RuntimeCatalog())
    locator.commands = [try ProgramCommand(text, usesShell: true)]
    let plan = try Plan(preset: .quick, seed: 1, locator: locator)
    let executor = ProcessExecutor(
      locator: locator, fixtureExecutable: "/nowhere", limits: TrialLimits())
    return executor.execute(try #require(plan.trials.first))
  }

  @Test func aProgramIsTimedFromOutside() throws {
    // More than the limit of a trial's output, which is not read.
    let trial = try trial(of: "a=head -c 20000000 /dev/zero; echo done >&2")
    #expect(trial.outcome == Outcome(.completed))
    #expect(trial.standardError == "done\n")
    let values = Dictionary(trial.measurements.map { ($0.metric, $0.value) }) { $1 }
    #expect(values["elapsedNanoseconds"] == values["processNanoseconds"])
    #expect(try #require(values["elapsedNanoseconds"]) > 0)
  }

  @Test func anExitCodeIsAFailure() throws {
    let trial = try trial(of: "a=echo no space >&2; exit 64")
    #expect(trial.outcome.kind == .failed)
    #expect(trial.measurements.isEmpty)
    let detail = try #require(trial.outcome.detail)
    #expect(
      detail.contains("programs/a ended with exit code 64. Its standard error: \"no space\"."))
    #expect(detail.hasSuffix("/bin/sh -c 'echo no space >&2; exit 64'"))
  }
}
