import BenchmarkModel
import Statistics
import Testing

@testable import Reporting

@Suite struct ClaimTests {
  private static let large = tasks(100_000)
  private static let small = tasks(1)

  private static func six(_ value: Double, _ step: Double = 0.001) -> [Double] {
    (0..<6).map { value * (1 + Double($0) * step) }
  }

  /// Go needs 3 MB and then 300 MB, Tokio 1 MB and 50 MB, threads are refused, async has two trials.
  private static func result() throws -> WorkloadResult {
    try WorkloadResult(
      fixtureWorkload(
        trials(.go, small, six(3e6)) + trials(.go, large, six(300e6))
          + trials(.tokio, small, six(1e6)) + trials(.tokio, large, six(50e6))
          + trials(.swiftAsync, large, [200e6, 201e6])
          + incidents(.swiftThreads, large, Outcome(.refused, reached: 32_714))))
  }

  private static func rule(
    _ runtime: Runtime = .go, _ quantity: ClaimRule.Quantity = .value, _ bound: ClaimRule.Bound,
    at size: [Parameter] = [Parameter("tasks", 100_000)], onCores: Int? = nil
  ) -> ClaimRule {
    ClaimRule(
      workload: "sleeping-tasks", size: size, metric: Metric.peakResident.name, runtime: runtime,
      quantity: quantity, bound: bound, onCores: onCores)
  }

  @Test(arguments: [
    (rule(.go, .value, .within(250e6...350e6)), ClaimVerdict.supported),
    (rule(.go, .value, .within(600e6...1000e6)), .contradicted),
    (rule(.go, .value, .atMost(300.6e6)), .undecided),
    (rule(.go, .ratio(to: .tokio), .atLeast(5)), .supported),
    (rule(.tokio, .ratio(to: .go), .atLeast(1)), .contradicted),
    (rule(.go, .ratioToBest, .atMost(7)), .supported),
    (rule(.go, .ratioToSize([Parameter("tasks", 1)]), .atLeast(90)), .supported),
    (rule(.go, .difference(from: .tokio), .atMost(260e6)), .supported),
    (rule(.go, .slope(over: "tasks"), .within(2_900...3_100), at: []), .supported),
    (rule(.go, .value, .atLeastPerCore(140e6)), .supported),
    (rule(.go, .value, .atLeastPerCore(160e6)), .contradicted),
    (rule(.go, .value, .atMostPerCore(160e6)), .supported),
    (rule(.go, .value, .atMostPerCore(140e6)), .contradicted),
    (rule(.go, .value, .atLeast(1), onCores: 2), .supported),
    (rule(.go, .value, .atLeast(1), onCores: 64), .undecided),
    (rule(.go, .ratio(to: .tokio), .above(size: [Parameter("tasks", 1)])), .supported),
    (
      rule(.go, .ratio(to: .tokio), .above(size: large), at: [Parameter("tasks", 1)]), .contradicted
    ),
    (rule(.go, .completion, .completed), .supported),
    (rule(.swiftThreads, .completion, .completed), .contradicted),
    // Nothing to decide from: two trials, several sizes that fit, no such size, no such runtime.
    (rule(.swiftAsync, .value, .atLeast(1)), .undecided),
    (rule(.go, .value, .atLeast(1), at: []), .undecided),
    (rule(.go, .value, .atLeast(1), at: [Parameter("tasks", 7)]), .undecided),
    (rule(.swiftDispatch, .completion, .completed), .undecided),
  ])
  func aRuleIsDecidedByTheWholeInterval(rule: ClaimRule, verdict: ClaimVerdict) throws {
    #expect(RuleVerdict(rule, in: try Self.result()).verdict == verdict)
  }

  @Test func whatWasNotMeasuredDecidesNothing() {
    let found = RuleVerdict(Self.rule(.go, .value, .atLeast(1)), in: nil)
    #expect(found.verdict == .undecided)
    #expect(found.finding == .missing("not measured"))
  }

  @Test(
    arguments: [
      ([], ClaimVerdict.undecided), ([.supported, .supported], .supported),
      ([.supported, .undecided], .undecided), ([.contradicted, .undecided], .contradicted),
      ([.supported, .contradicted, .undecided], .mixed), ([.undecided], .undecided),
    ] as [([ClaimVerdict], ClaimVerdict)])
  func aClaimIsWhatItsRulesComeTo(rules: [ClaimVerdict], verdict: ClaimVerdict) throws {
    let result = try Self.result()
    let bounds: [ClaimVerdict: ClaimRule.Bound] = [
      .supported: .atLeast(1), .contradicted: .atMost(1), .undecided: .atMost(300.6e6),
    ]
    let found = try rules.map {
      RuleVerdict(Self.rule(.go, .value, try #require(bounds[$0])), in: result)
    }
    #expect(ClaimVerdict(of: found) == verdict)
  }

  @Test func thePageShowsEachRuleAndTheOtherRuntimes() throws {
    var input = ReportTests.smallInput()
    input.claims = [
      Claim(
        id: "go-takes-little", sentence: "Go takes *little*.", source: "writer-2024",
        locator: "in table 1", reading: "At most 100 MB.",
        rules: [Self.rule(.go, .value, .atMost(100e6))]),
      Claim(
        id: "go-is-nice", sentence: "Go is nice.", source: nil, locator: "README.md",
        reading: "Nobody can tell.", rules: []),
    ]
    let report = try Report(input)
    let page = try #require(report.page("claims"))
    try expectGolden(page.lines.joined(separator: "\n") + "\n", "claims.txt")
    let lines = try #require(report.page("sleeping-tasks")).lines.joined(separator: "\n")
    #expect(lines.contains("claims.md#go-takes-little"))
    #expect(!lines.contains("claims.md#go-is-nice"))
  }

  @Test func aReportThatItsMeasurementsContradictIsNotMade() throws {
    var input = ReportTests.smallInput()
    func say(_ source: String?, _ bound: ClaimRule.Bound) {
      input.claims = [
        Claim(
          id: "own-go-takes-little", sentence: "Go takes little.", source: source,
          locator: "README.md", reading: "", rules: [Self.rule(.go, .value, bound)])
      ]
    }
    say(nil, .atMost(1e6))
    #expect(
      throws: ReportingError.contradictedSentence(
        "Go takes little.", file: "README.md", claim: "own-go-takes-little", rule: 1)
    ) { try Report(input) }
    input.keepsContradicted = true
    let page = try #require(try Report(input).page("claims"))
    #expect(page.lines.contains { $0.contains("contradicted") })
    input.keepsContradicted = false
    say("writer-2024", .atMost(1e6))
    #expect(throws: Never.self) { try Report(input) }
    say(nil, .atMost(1e12))
    #expect(throws: Never.self) { try Report(input) }
  }
}
