import BenchmarkModel
import Testing

@testable import Runner

@Suite struct TrialLimitTests {
  @Test func theUsualTimeIsTenFloorsForEachIterationAndAMinute() {
    let limits = TrialLimits()
    #expect(limits.time(floor: .seconds(2), iterations: 6) == .seconds(180))
    #expect(limits.time(floor: .zero, iterations: 6) == .seconds(60))
    #expect(TrialLimits(time: .seconds(5)).time(floor: .seconds(2), iterations: 6) == .seconds(5))
  }

  @Test func theUsualMemoryIsFourFifthsOfTheMachine() {
    let machine = Machine(
      fingerprint: "",
      cpuModel: nil,
      architecture: "x86_64",
      logicalCores: 2,
      memoryBytes: 10_000_000_000,
      operatingSystem: nil,
      kernel: nil
    )
    #expect(TrialLimits.usual(on: machine).memoryBytes == 8_000_000_000)
    var limited = machine
    limited.facts["memoryLimitBytes"] = "5000000000"
    #expect(TrialLimits.usual(on: limited).memoryBytes == 4_000_000_000)
  }

  @Test(
    "A command line is quoted where a shell needs it",
    arguments: [
      (["a", "--b=1"], "p a --b=1"),
      (["two words", "", "it's"], "p 'two words' '' 'it'\\''s'"),
      (["$HOME", "ä"], "p '$HOME' 'ä'"),
    ]
  )
  func quotes(arguments: [String], text: String) {
    #expect(commandText("p", arguments) == text)
  }
}
