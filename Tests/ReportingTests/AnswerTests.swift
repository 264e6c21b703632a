import AnalysisFixtures
import BenchmarkModel
import RuntimeFixtures
import Testing

@testable import Analysis
@testable import Reporting

/// What the first page says in each situation, sentence by sentence.
struct AnswerTests {
  private func answer(
    _ workloads: [WorkloadInput], references: [Reference] = []
  ) throws -> [String] {
    let input = ReportInput(
      toolVersion: "0.1.0", workloads: workloads, references: references,
      sources: [fixtureSource()])
    return try Report(input).answer
  }

  private let refusal = Outcome(.refused, reached: 32_714, detail: "starting a thread: no more")

  @Test func nothingMeasuredIsSaidSo() throws {
    #expect(
      try answer([fixtureWorkload()]) == [
        "Nothing has been measured yet, so there is no answer. "
          + "Measure with: parallax measure --preset quick"
      ])
  }

  @Test func thatNoRunCanBeUsedIsSaidSo() throws {
    var input = ReportInput(toolVersion: "0.1.0", workloads: [fixtureWorkload()])
    input.unusableRuns = ["run.seed of run 0a is 'x'. That run is left out."]
    #expect(
      try Report(input).answer == [
        "No run of the database can be used. There is no answer.",
        "Left out: run.seed of run 0a is 'x'. That run is left out.",
      ])
  }

  @Test func refusalIsAResultWithItsCount() throws {
    let size = tasks(100_000)
    let sentences = try answer([
      fixtureWorkload(
        incidents(.swiftThreads, size, refusal, count: 2) + trials(.go, size, [269e6, 270e6]))
    ])
    #expect(
      sentences.contains(
        "Swift threads at 100,000 tasks, hold 2,000 ms: the system refused more at 32,714, "
          + "in 2 of 2 trials."))
  }

  @Test func refusalsAtDifferentCountsGiveTheirRange() throws {
    let size = tasks(100_000)
    let other = Outcome(.refused, reached: 32_700)
    let sentences = try answer([
      fixtureWorkload(
        incidents(.swiftThreads, size, refusal) + incidents(.swiftThreads, size, other))
    ])
    #expect(
      sentences.first
        == "Swift threads at 100,000 tasks, hold 2,000 ms: the system refused more at "
        + "32,700 to 32,714, in 2 of 2 trials.")
  }

  @Test func wrongAnswersAreFaultsAndInNoNumber() throws {
    let size = tasks(10)
    let sentences = try answer([
      fixtureWorkload(
        trials(.go, size, [5e6, 6e6])
          + incidents(.tokio, size, Outcome(.wrongAnswer, detail: "got 9, expected 10")))
    ])
    #expect(
      sentences.contains("Tokio (Rust) at 10 tasks, hold 2,000 ms: wrong answer in 1 of 1 trial."))
    #expect(
      sentences.contains(
        "Faults: 1 trial with outcome “wrong answer”; they enter no number."))
  }

  @Test func missingPeersAndInconclusiveOrdersAreNamed() throws {
    let size = tasks(10)
    let missing = Outcome(.notInstalled, detail: "no go")
    let sentences = try answer([
      fixtureWorkload(
        trials(.swiftAsync, size, [5e6, 6e6]) + trials(.swiftDispatch, size, [5e6, 6e6])
          + trials(.swiftThreads, size, [5e6, 6e6]) + incidents(.go, size, missing))
    ])
    #expect(sentences.contains("Not measured: sleeping-tasks in Go and Tokio (Rust)."))
    #expect(
      sentences.last
        == "Inconclusive: 2 of 2 comparisons with the best runtime at the headline sizes, of "
        + "sleeping-tasks.")
    #expect(!sentences.contains { $0.hasPrefix("Go at") })
  }

  @Test func enoughTrialsOfEveryRuntimeLeaveNoReservation() throws {
    let size = tasks(10)
    let all = repositoryRuntimes.defaults.flatMap { runtime in
      trials(runtime, size, [5e6, 5e6, 5e6, 6e6, 6e6, 6e6])
    }
    let sentences = try answer([fixtureWorkload(all)])
    #expect(sentences.count == 2)
  }

  @Test func multiplesOfTheBaselineFollowTheRanking() throws {
    let size = tasks(10)
    let six = { (value: Double) in [Double](repeating: value, count: 6) }
    let sentences = try answer([
      fixtureWorkload(trials(.swiftAsync, size, six(200)) + trials(.go, size, six(300)))
    ])
    #expect(
      sentences[1]
        == "The same divided by Swift async/await: Go 1.50 × (1.50 to 1.50), more.")
  }

  @Test func aSizeWithFewerRuntimesRanksNone() throws {
    let six = { (value: Double) in [Double](repeating: value, count: 6) }
    let full = [Runtime.swiftAsync, .go, .tokio].flatMap { trials($0, tasks(10), six(200)) }
    let partial = trials(.swiftAsync, tasks(5), six(1)) + trials(.go, tasks(5), six(2))
    let sentences = try answer([fixtureWorkload(full + partial)])
    #expect(sentences.contains { $0.hasPrefix("Peak resident memory at 10 tasks") })
    #expect(!sentences.contains { $0.hasPrefix("Peak resident memory at 5 tasks") })
  }

  @Test func memoryPerTaskIsTheSlopeOverTheSizesItNames() throws {
    let line = { (runtime: Runtime, count: Int) in
      let bytes = 4e6 + (runtime == .go ? 512 : 9_000) * Double(count)
      return trials(runtime, tasks(count), [Double](repeating: bytes, count: 6))
    }
    let sentences = try answer([
      fixtureWorkload(
        line(.go, 1) + line(.go, 10_000) + line(.go, 100_000) + line(.swiftThreads, 1)
          + line(.swiftThreads, 10_000) + incidents(.swiftThreads, tasks(100_000), refusal))
    ])
    #expect(
      sentences.contains(
        "Memory for one more task, as the slope over 1, 10k and 100k tasks: "
          + "Go 512 B (512 to 512); Swift threads 9,000 B (9,000 to 9,000) (over 1 and 10k only)."))
  }

  /// Only where both sides are decided does the order change.
  @Test func onlyConfirmedCrossingsAreFindings() throws {
    func at(_ count: Int, _ go: Double, _ tokio: Double, spread: Double = 1e-4) -> [Trial] {
      let factors = [1 - spread, 1, 1 + spread, 1, 1 + spread, 1 - spread]
      return trials(.go, tasks(count), factors.map { go * $0 })
        + trials(.tokio, tasks(count), factors.reversed().map { tokio * $0 })
    }
    func crossing(_ all: [Trial]) throws -> String? {
      try answer([fixtureWorkload(all)]).first { $0.contains("interpolated") }
    }
    #expect(try crossing(at(10, 1e6, 1.02e6) + at(1_000, 2e6, 1.97e6)) == nil)
    let noisy = at(10, 1e6, 1.1e6, spread: 0.3) + at(1_000, 2.2e6, 2e6, spread: 0.3)
    #expect(try crossing(noisy) == nil)
    let found = try crossing(at(10, 1e6, 2e6) + at(1_000, 4e6, 2e6))
    #expect(
      found?.hasPrefix(
        "Where the order by peak resident memory changes, by number of tasks, interpolated between the "
          + "measured sizes: Go and Tokio (Rust) at 100") == true)
  }

  @Test func publishedNumbersStandBesideAndEnterNoRatio() throws {
    let references = [
      fixtureReference("a", bytes: 255e6), fixtureReference("b", bytes: 275e6),
      fixtureReference(
        "c", parameters: [Parameter("tasks", 100_000)], printed: "800", bytes: 800e6,
        contract: .different(difference: "Not stated.")),
      fixtureReference("d", parameters: tasks(1), bytes: 3e6),
    ]
    let sentences = try answer(
      [fixtureWorkload(trials(.go, tasks(1), [4e6]) + trials(.go, tasks(100_000), [269e6]))],
      references: references)
    #expect(
      sentences.contains(
        "Published for Go at 100,000 tasks: peak resident memory of 255 MB to 275 MB in 1 source "
          + "under the same contract and 800 MB in 1 source under a different or unknown contract, "
          + "on other machines; measured here: 269 MB."))
    #expect(!sentences.contains { $0.hasPrefix("Published for Tokio") })
  }
}
