import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

struct FindingTests {
  private let size = tasks(1_000)

  private func finding(_ trials: [Trial]) throws -> Finding? {
    Finding(try #require(HeadlineRanking(try WorkloadResult(fixtureWorkload(trials)))))
  }

  private func around(_ value: Double) -> [Double] { (0..<6).map { value + Double($0) } }

  @Test func theBestComesFirstAndThenTheDistances() throws {
    let found = try #require(
      try finding(
        trials(.go, size, around(269e6)) + trials(.tokio, size, around(47e6))
          + trials(.swiftAsync, size, around(94e6))
          + incidents(.swiftThreads, size, Outcome(.refused, reached: 32_714))))
    #expect(found.title == "Peak resident memory: Tokio (Rust) lowest, Go 5.7 times")
    #expect(
      found.sentence
        == "Peak resident memory at 1,000 tasks, hold 2,000 ms: Tokio (Rust) is lowest with 47.0 MB; Swift "
        + "async/await takes 2.00 times as much and Go takes 5.72 times as much; Swift threads: refused at "
        + "32,714.")
  }

  @Test func sharedPlacesAreNamedTogether() throws {
    let found = try finding(
      trials(.go, size, around(47e6)) + trials(.tokio, size, around(47e6))
        + trials(.swiftAsync, size, around(94e6)))
    #expect(
      found?.title
        == "Peak resident memory: Go and Tokio (Rust) equally lowest, Swift async/await 2.0 times")
    #expect(
      found?.sentence
        == "Peak resident memory at 1,000 tasks, hold 2,000 ms: Go and Tokio (Rust) are equally lowest with "
        + "47.0 MB; Swift async/await takes 2.00 times as much.")
  }

  @Test func thoseThatTrialsDoNotSeparateAreNotCalledTied() throws {
    let found = try finding(
      trials(.go, size, [40e6, 50e6, 60e6]) + trials(.tokio, size, [52e6, 44e6, 61e6])
        + trials(.swiftAsync, size, [940e6, 950e6, 960e6]))
    #expect(found?.title == "Peak resident memory: which is lowest is inconclusive")
    #expect(
      found?.sentence.contains(
        "are lowest with 50.0 MB to 52.0 MB, and 3 trials do not separate them") == true)
  }

  /// Both of the last are named, although neither is told from the other.
  @Test func allThatAreLastAreNamed() throws {
    let found = try finding(
      trials(.swiftThreads, size, around(10e6)) + trials(.go, size, around(20e6))
        + trials(.swiftAsync, size, around(2_000e6)) + trials(.tokio, size, around(2_010e6)))
    #expect(found?.title == "Peak resident memory: Swift threads lowest, Tokio (Rust) 201 times")
    #expect(
      found?.sentence.contains(
        "; Go takes 2.00 times as much and Swift async/await and Tokio (Rust) take 200 to 201 times as "
          + "much.") == true)
  }

  @Test func whereMoreIsBetterTheBestIsAMultiple() throws {
    var workload = fixtureWorkload(
      trials(.go, size, .elapsed, around(2e6)) + trials(.tokio, size, .elapsed, around(8e6)))
    workload.headlines = ["operationsPerSecond"]
    let found = Finding(try #require(HeadlineRanking(try WorkloadResult(workload))))
    #expect(found?.title.hasSuffix(": Go highest, 4.0 times Tokio (Rust)") == true)
    #expect(found?.sentence.hasSuffix("; this is 4.00 times that of Tokio (Rust).") == true)
  }

  /// The best has the shorter distance, not the better median.
  @Test func aMedianThatContradictsTheOrderIsExplained() throws {
    let found = try finding(
      trials(.go, size, (0..<48).map { ($0 % 3 == 0 ? 210e6 : 134e6) + Double($0) })
        + trials(.swiftDispatch, size, (0..<48).map { 135e6 + Double($0) }))
    #expect(
      found?.sentence.hasSuffix(
        "Swift Dispatch is lowest with 135 MB; Go takes 1.15 times as much; the median of Go, 134 MB, is "
          + "better, but not its ratio in trials that ran back to back.") == true)
  }

  @Test func aDistanceThatIsNotKnownIsALowerBound() throws {
    let found = try finding(
      trials(.go, size, [10e6, 10.1e6, 10.2e6]) + trials(.tokio, size, [1e9, 2e9, 4e9]))
    #expect(found?.sentence.contains("Tokio (Rust) takes at least ") == true)
  }

  /// What is found where a place needs 95 % of the most chunks, by the chunks of each trial.
  private func finding(_ done: [(Runtime, [Double])]) throws -> Finding? {
    let work = Metric(name: "chunksCount", label: "Chunks crunched", unit: .count, better: .higher)
    let all = done.flatMap { runtime, chunks in
      zip(trials(runtime, size, around(runtime == .go ? 10e6 : 20e6)), chunks).map { trial, value in
        var trial = trial
        trial.measurements.append(Measurement(work.name, iteration: 1, value))
        return trial
      }
    }
    var workload = fixtureWorkload(all)
    workload.metrics.append(work)
    workload.placeCondition = PlaceCondition(metric: work.name, share: 0.95)
    return Finding(try #require(HeadlineRanking(try WorkloadResult(workload))))
  }

  private func six(_ value: Double) -> [Double] { Array(repeating: value, count: 6) }

  /// One that has a place is not the only one while those of others are open.
  @Test func openPlacesAreNotCalledNone() throws {
    let found = try finding([(.go, six(1_000)), (.tokio, [300, 1_000, 400, 990, 500, 980])])
    #expect(found?.title == "Peak resident memory: which is lowest is inconclusive")
    #expect(
      found?.sentence.hasSuffix(
        ": only Go is confirmed to have a place, with 10.0 MB; whether Tokio (Rust) did enough for a place "
          + "is inconclusive.") == true)
  }

  @Test func runtimesWithoutAPlaceAreNamed() throws {
    let found = try finding([
      (.go, six(1_000)), (.tokio, six(1_000)), (.swiftAsync, six(100)), (.swiftThreads, six(100)),
    ])
    #expect(
      found?.sentence.hasSuffix(
        "; Swift threads and Swift async/await have no place, with too few chunks crunched.")
        == true)
  }

  @Test func anOrderThatIsNotConfirmedIsNotClaimed() throws {
    let open = try finding(trials(.go, size, [1e6]) + trials(.tokio, size, [2e6]))
    #expect(
      open?.sentence
        == "Peak resident memory at 1,000 tasks, hold 2,000 ms: no runtime is confirmed lowest, 1.00 MB to "
        + "2.00 MB.")
    let only = try finding(trials(.go, size, [1e6, 1e6]))
    #expect(only?.title == "Peak resident memory: only Go has a place")
    #expect(only?.sentence.hasSuffix(": only Go has a place, with 1.00 MB.") == true)
  }

  @Test func whereAnotherRuntimeIsBestIsSaidToo() throws {
    func at(_ count: Int, _ go: Double, _ tokio: Double) -> [Trial] {
      [(Runtime.go, go, 1e9), (.tokio, tokio, 2e9)].flatMap { runtime, memory, time in
        zip(trials(runtime, tasks(count), around(memory)), around(time)).map { trial, time in
          var trial = trial
          trial.measurements.append(Measurement(Metric.elapsed.name, time))
          return trial
        }
      }
    }
    var workload = fixtureWorkload(at(1, 1e6, 2e6) + at(10, 1e6, 2e6) + at(100, 9e6, 3e6))
    workload.headlines = ["peakResidentBytes", "elapsedNanoseconds"]
    let finding = Finding(try #require(HeadlineRanking(try WorkloadResult(workload))))
    #expect(
      finding?.sentence
        == "Peak resident memory at 100 tasks: Tokio (Rust) is lowest with 3.00 MB; Go takes 3.00 times as "
        + "much; Go is best at 1 and 10 tasks and by elapsed time.")
  }

  @Test func aSizeWithFewerRuntimesRanksNone() throws {
    let measured = [Runtime.go, .tokio, .swiftAsync].flatMap {
      trials($0, tasks(100), around($0 == .go ? 1e6 : 2e6))
    }
    let partial =
      trials(.tokio, tasks(10), around(1e6)) + trials(.swiftAsync, tasks(10), around(2e6))
    #expect(try finding(measured + partial)?.sentence.contains("is best at 10 tasks") == false)
  }
}

struct AdviceViewTests {
  private static func input(_ limits: ClaimRule.Limits, at count: Int = 100_000) -> ReportInput {
    var input = ReportTests.smallInput()
    let rule = fixtureRule(
      .go, .ratio(to: .swiftAsync), .limits(limits), at: [Parameter("tasks", count)])
    let answer = Advice.Answer(
      sentence: "Use Go: {1} times.", evidence: "Memory of {tasks} tasks", rules: [rule])
    input.advice = [
      Advice(
        id: "many", place: 1, situation: "Many tasks", examples: "All", answers: [answer],
        exceptions: [answer])
    ]
    return input
  }

  private func view(_ input: ReportInput) throws -> AdviceView {
    let page = try #require(try Report(input).page("index")?.context as? IndexPage)
    return try #require(page.advice.first)
  }

  @Test func theNumbersThatCarryTheAnswerLeadToTheirProof() throws {
    let view = try view(Self.input(.atLeast(1)))
    let answer = try #require(view.answer)
    #expect(answer.sentence == "Use Go: 1.2 times.")
    #expect(answer.numbers.map(\.label) == ["Go", "Swift async/await"])
    #expect(answer.numbers.map(\.mark) == ["go", "swift-async"])
    // Threads were refused at this size.
    #expect(answer.others == nil)
    #expect(answer.evidence == "Memory of 100,000 tasks")
    #expect(view.links == [.link("sleeping-tasks", to: "sleeping-tasks.md")])
    guard case .link("270 MB", let address)? = answer.numbers.first?.cell.markup else {
      Issue.record("The number has no proof: \(answer.numbers)")
      return
    }
    #expect(address.hasPrefix("sleeping-tasks-proof.md#"))
    #expect(view.exceptions.map(\.sentence) == ["Use Go: 1.2 times."])
    #expect(view.gaps.isEmpty && view.open == nil)
  }

  @Test func theOtherRuntimesStandBesideTheAnswer() throws {
    let view = try view(Self.input(.atMost(1), at: 1))
    #expect(view.answer?.others?.numbers.map(\.label) == ["Swift threads"])
    #expect(view.answer?.others?.numbers.first?.cell.markup != nil)
  }

  @Test func openAdviceSaysWhatIsMissing() throws {
    let view = try view(Self.input(.atLeast(1), at: 7))
    #expect(view.answer == nil && view.exceptions.isEmpty)
    // A sentence without its number is left out, and so is the name of a size that is not there.
    let open = try #require(view.open)
    #expect(open.sentence == nil && open.evidence == nil && open.numbers.isEmpty)
    #expect(view.gaps.count == 1)
    #expect(view.gaps.first?.hasPrefix("a value at this size: the preset standard") == true)
  }

  @Test func adviceThatTheMeasurementsContradictStopsTheReport() throws {
    var input = Self.input(.atMost(1))
    #expect(throws: ReportingError.contradictedAdvice("Many tasks", advice: "many")) {
      try Report(input)
    }
    input.keepsContradicted = true
    let view = try view(input)
    #expect(view.answer == nil && view.open == nil)
    #expect(view.gaps == ["an answer that the measurements support"])
  }
}
