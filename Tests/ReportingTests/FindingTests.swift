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
    #expect(
      found.title
        == "Tokio (Rust) is best by peak resident memory at 1,000 tasks, hold 2,000 ms: 47.0 MB"
    )
    #expect(
      found.sentence
        == "\(found.title); Swift async/await is 2.00\u{A0}× behind and Go is 5.72\u{A0}× behind; Swift "
        + "threads: refused at 32,714.")
  }

  @Test func sharedPlacesAreNamedTogether() throws {
    let found = try finding(
      trials(.go, size, around(47e6)) + trials(.tokio, size, around(47e6))
        + trials(.swiftAsync, size, around(94e6)))
    #expect(
      found?.title.hasPrefix("Go and Tokio (Rust) are tied for best by peak resident memory")
        == true)
    #expect(found?.sentence.hasSuffix("; Swift async/await is 2.00\u{A0}× behind.") == true)
  }

  @Test func anOrderThatIsNotConfirmedIsNotClaimed() throws {
    let open = try finding(trials(.go, size, [1e6]) + trials(.tokio, size, [2e6]))
    #expect(
      open?.sentence
        == "No runtime is confirmed best by peak resident memory at 1,000 tasks, hold 2,000 ms: "
        + "1.00 MB to 2.00 MB.")
    let only = try finding(trials(.go, size, [1e6, 1e6]))
    #expect(only?.title.hasPrefix("Only Go has a place by peak resident memory at") == true)
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
        == "Tokio (Rust) is best by peak resident memory at 100 tasks: 3.00 MB; Go is 3.00\u{A0}× behind; "
        + "Go is best at 1 and 10 tasks and by elapsed time.")
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

struct PairPageTests {
  private static func context(_ input: ReportInput, _ name: String) throws -> PairPage {
    let page = try #require(try Report(input).page(name))
    #expect(page.menuGroup == "Pairs")
    return try #require(page.context as? PairPage)
  }

  @Test func eachPairOfMeasuredRuntimesHasAPage() throws {
    let names = try Report(ReportTests.smallInput()).pages.map(\.name)
    #expect(
      names.filter { $0.contains("-and-") } == [
        "swift-threads-and-swift-async", "swift-threads-and-go", "swift-async-and-go",
      ])
  }

  @Test func thePageSaysWhichIsBetterAndWhatIsLost() throws {
    let page = try Self.context(ReportTests.smallInput(), "swift-async-and-go")
    #expect(
      page.lede
        == "Of 1 workload by its headline metric, Swift async/await is better in 1 and Go in none.")
    #expect(page.parts.map(\.heading) == ["Swift async/await is better"])
    #expect(page.parts.first?.table.rows.first?.cells.last?.text == "1.16 × (1.16 to 1.16)")
    #expect(
      page.losses.map(\.runtime) == [
        "Go instead of Swift async/await", "Swift async/await instead of Go",
      ])
    #expect(
      page.losses.map { $0.sentences[0].text } == [
        "in 1 workload, most in sleeping-tasks 1.16 ×.", "confirmed in no workload.",
      ])
    #expect(page.listings.isEmpty && page.listed == nil)
  }

  @Test func theChartShowsTheRatioOnTheSideOfTheBetterOne() throws {
    let page = try #require(try Report(ReportTests.smallInput()).page("swift-async-and-go"))
    let chart = try #require(page.charts.first)
    #expect(chart.table.rows == [["sleeping-tasks", "Swift async/await", "1.16 × (1.16 to 1.16)"]])
    guard case .bars(let bars, let axis) = chart.plot, let bar = bars.first,
      case .measured(let value, _, _, let text) = bar.result
    else {
      Issue.record("no bar: \(chart)")
      return
    }
    #expect(bar.runtime == "swift-async" && bar.label == "sleeping-tasks" && text == "1.16 ×")
    #expect(value < 1 && axis.reference == 1 && axis.sides?.start == "Swift async/await better")
    #expect(axis.ticks.map(\.label).contains("1×") && axis.better == nil)
    // Without a value of both there is nothing to draw.
    #expect(try Report(ReportTests.smallInput()).page("swift-threads-and-go")?.charts == [])
  }

  @Test func aRefusalIsALoss() throws {
    let page = try Self.context(ReportTests.smallInput(), "swift-threads-and-go")
    #expect(
      page.lede
        == "No workload has values of both Swift threads and Go at its headline size.")
    #expect(page.parts.map(\.heading) == ["Only one has a place"])
    // There is nothing to compare, and no column for it.
    #expect(page.parts[0].table.header.last?.text == "Go")
    let texts = page.losses.flatMap(\.sentences).map(\.text)
    #expect(texts.contains("sleeping-tasks: refused at 32,714."))
  }

  @Test func theShortestWorkloadOfBothIsListed() throws {
    var input = ReportTests.smallInput()
    for (index, length) in [30, 10].enumerated() {
      input.workloads[index].listings = [Runtime.swiftAsync, .go].map { runtime in
        SourceListing(
          implementation: Implementation(
            workload: input.workloads[index].name, runtime: runtime),
          path: "f", text: String(repeating: "x\n", count: length), sha256: "present")
      }
    }
    let page = try Self.context(input, "swift-async-and-go")
    #expect(page.listed == .link("fetch-urls", to: "fetch-urls.md"))
    #expect(page.listings.map(\.label) == ["Swift async/await", "Go"])
  }
}

struct AdviceViewTests {
  private static func input(_ limits: ClaimRule.Limits, at count: Int = 100_000) -> ReportInput {
    var input = ReportTests.smallInput()
    let rule = fixtureRule(
      .go, .ratio(to: .swiftAsync), .limits(limits), at: [Parameter("tasks", count)])
    let answer = Advice.Answer(sentence: "Use Go.", rules: [rule])
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
    #expect(answer.sentence == "Use Go.")
    #expect(answer.numbers.map(\.label) == ["Go", "Swift async/await"])
    #expect(answer.subject == "peak resident memory at 100,000 tasks")
    #expect(answer.link == .link("sleeping-tasks", to: "sleeping-tasks.md"))
    guard case .link("270 MB", let address)? = answer.numbers.first?.cell.markup else {
      Issue.record("The number has no proof: \(answer.numbers)")
      return
    }
    #expect(address.hasPrefix("sleeping-tasks-proof.md#"))
    #expect(
      view.others.map(\.label) == ["Swift threads", "Swift Dispatch", "Tokio (Rust)"])
    #expect(view.exception?.sentence == "Use Go.")
    #expect(view.exception?.isRepeated == true && !answer.isRepeated)
    #expect(view.gaps.isEmpty && view.open == nil)
  }

  @Test func openAdviceSaysWhatIsMissing() throws {
    let view = try view(Self.input(.atLeast(1), at: 7))
    #expect(view.answer == nil && view.exception == nil)
    #expect(view.open?.sentence == "Use Go.")
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
