import BenchmarkModel
import FoundationEssentials
import Testing
import WorkloadKit

@testable import Runner

@Suite struct SearchTests {
  /// All values that a search tries if those up to `largest` fit.
  private func values(
    from start: Int, largest: Int, peak: (Int) -> Int = { 5_000_000 + 470 * $0 },
    isRefused: (Int) -> Bool = { _ in false }
  ) -> (tried: [Int], found: Int?) {
    var progress = SearchProgress(
      Search(for: "tasks", from: start, limitBytes: peak(largest), as: "largestTasksCount"))
    var tried: [Int] = []
    while let value = progress.next, tried.count < 200 {
      tried.append(value)
      progress.learn(value, peak: isRefused(value) ? nil : Double(peak(value)))
    }
    return (tried, progress.fits)
  }

  @Test func itExtendsTheLineAndClosesInFromBothSides() {
    let search = values(from: 1_024, largest: 5_000)
    #expect(search.tried == [1_024, 2_048, 4_992, 5_019])
    #expect(search.found == 4_992)
  }

  @Test func farBelowTheLimitItDoubles() {
    let search = values(from: 1_000, largest: 40_000, peak: { 1_000 * $0 })
    #expect(search.tried == [1_000, 2_000, 4_000, 8_000, 16_000, 39_936, 40_159])
  }

  @Test func aPeakThatHardlyGrowsIsNotExtendedFar() {
    let search = values(from: 1_000, largest: 50_000, peak: { 1_000_000 + $0 * $0 / 100_000 })
    #expect(zip(search.tried, search.tried.dropFirst()).allSatisfy { $1 <= 4 * $0 })
  }

  @Test(
    arguments: [1, 2, 3, 7, 1_023, 1_024, 1_025, 99_999, 1_000_000],
    [{ 5_000_000 + 470 * $0 }, { $0 * $0 }, { 1_000_000 * (1 + $0 / 4_096) + $0 }]
      as [@Sendable (Int) -> Int])
  func itEndsWithinAHundredthOfTheLargest(
    largest: Int, peak: @Sendable (Int) -> Int
  ) throws {
    let search = values(from: 1_024, largest: largest, peak: peak)
    let found = try #require(search.found)
    #expect(found <= largest)
    #expect(largest - found <= max(largest / 100, 1))
    #expect(search.tried.count < 60)
    #expect(Set(search.tried).count == search.tried.count)
  }

  @Test func aRefusedValueDoesNotFit() throws {
    let search = values(from: 1_024, largest: 28_000, isRefused: { $0 > 32_000 })
    #expect(try #require(search.found) <= 28_000)
    #expect(try #require(search.found) >= 27_720)
  }

  @Test func nothingFits() {
    let search = values(from: 4, largest: 0)
    #expect(search.tried == [4, 2, 1])
    #expect(search.found == nil)
  }

  // MARK: - Through the executor

  /// A program whose peak is `base` bytes plus 100 per task; `special` is what else it does.
  private func execute(_ special: String = "", base: Int = 100_000) throws -> Trial {
    let tree = try TreeFixture(more: ["MemoryCeiling": "memory-ceiling"])
    try tree.folder.script(
      "programs/memory-ceiling",
      """
      while [ $# -gt 0 ]; do [ "$1" = --tasks ] && tasks=$2; shift; done
      \(special)
      echo "{\\"elapsedNanoseconds\\":$tasks,\\"answer\\":$tasks}"
      echo "{\\"protocol\\":1,\\"runtimeVersion\\":\\"T\\",\\"peakResidentBytes\\":$((\(base) + 100 * tasks))}"
      """)
    let executor = ProcessExecutor(
      locator: tree.locator, fixtureExecutable: "", limits: TrialLimits())
    return executor.execute(
      PlannedTrial(
        position: 0, block: 0,
        case: Case(
          Implementation(workload: "memory-ceiling", runtime: .swiftAsync),
          [Parameter("limit-mebibytes", 1)]), warmups: 0, iterations: 1))
  }

  @Test func theLargestSizeUnderTheLimitIsFoundAndItsProcessMeasured() throws {
    let trial = try execute()
    #expect(trial.outcome == Outcome(.completed))
    #expect(trial.planned.case.parameterText == "limit-mebibytes=1")
    let found = try #require(trial.measurements.first { $0.metric == "largestTasksCount" }?.value)
    // (1,048,576 − 100,000) ÷ 100
    #expect(9_390...9_485 ~= found)
    #expect(
      trial.measurements.first { $0.metric == Metric.peakResident.name }?.value
        == 100_000 + 100 * found)
    #expect(trial.measurements.first { $0.metric == Metric.elapsed.name }?.value == found)
  }

  @Test func aWrongAnswerOfOneProbeEndsTheSearch() throws {
    let trial = try execute("[ $tasks -gt 4000 ] && tasks=7")
    #expect(trial.outcome.kind == .wrongAnswer)
    #expect(trial.outcome.detail?.contains("--tasks") == true)
    #expect(trial.measurements.isEmpty)
  }

  @Test func aRefusalBeyondTheLimitIsNone() throws {
    let trial = try execute(
      "[ $tasks -gt 12000 ] && { echo '{\"refused\":\"no\",\"reached\":4321}'; exit 0; }")
    #expect(trial.outcome == Outcome(.completed))
    let found = try #require(trial.measurements.first { $0.metric == "largestTasksCount" }?.value)
    #expect(9_390...9_485 ~= found)
  }

  @Test func aRefusalOfTheSmallestIsTheOutcome() throws {
    let trial = try execute("echo '{\"refused\":\"no\",\"reached\":0}'; exit 0")
    #expect(trial.outcome.kind == .refused)
    #expect(trial.outcome.reached == 0)
  }

  @Test func aLimitBelowOneTaskIsOutOfMemory() throws {
    let trial = try execute(base: 2_000_000)
    #expect(trial.outcome.kind == .outOfMemory)
    #expect(trial.outcome.reached == 0)
  }
}

@Suite struct StackOverflowTests {
  private func execute(_ workload: String, _ folder: String, _ script: String) throws -> Outcome {
    let tree = try TreeFixture(more: [folder: workload])
    try tree.folder.script("programs/\(workload)", script)
    let executor = ProcessExecutor(
      locator: tree.locator, fixtureExecutable: "", limits: TrialLimits())
    let planned = PlannedTrial(
      position: 0, block: 0,
      case: Case(Implementation(workload: workload, runtime: .swiftAsync), []), warmups: 0,
      iterations: 1)
    return executor.execute(planned).outcome
  }

  @Test(arguments: ["kill -SEGV $$", "kill -ABRT $$", "echo 'stack overflow' >&2; exit 2"])
  func aStackThatGivesOutIsAResultWhereTheContractAsksForIt(script: String) throws {
    let outcome = try execute("deep-stack", "DeepStack", script)
    #expect(outcome.kind == .stackOverflow)
    #expect(!outcome.kind.isFault)
  }

  @Test func elsewhereItIsAFault() throws {
    #expect(try execute("skynet", "Skynet", "kill -SEGV $$").kind == .crashed)
    #expect(try execute("deep-stack", "DeepStack", "exit 2").kind == .failed)
  }
}
