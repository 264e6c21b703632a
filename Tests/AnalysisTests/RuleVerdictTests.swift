import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

@Suite struct RuleVerdictTests {
  private static let one = [Parameter("tasks", 1)]

  @Test(arguments: [
    (fixtureRule(.go, .value, .limits(.within(250e6...350e6))), ClaimVerdict.supported),
    (fixtureRule(.go, .value, .limits(.within(600e6...1000e6))), .contradicted),
    (fixtureRule(.go, .value, .limits(.atMost(300.6e6))), .inconclusive),
    (fixtureRule(.go, .ratio(to: .tokio), .limits(.atLeast(5))), .supported),
    (fixtureRule(.tokio, .ratio(to: .go), .limits(.atLeast(1))), .contradicted),
    (fixtureRule(.go, .ratioToBest, .limits(.atMost(7))), .supported),
    (fixtureRule(.go, .ratioToSize(one), .limits(.atLeast(90))), .supported),
    (fixtureRule(.go, .difference(from: .tokio), .limits(.atMost(260e6))), .supported),
    (
      fixtureRule(.go, .slope(over: "tasks"), .limits(.within(2_900...3_100)), at: []), .supported
    ),
    (fixtureRule(.go, .value, .limitsPerCore(.atLeast(140e6))), .supported),
    (fixtureRule(.go, .value, .limitsPerCore(.atLeast(160e6))), .contradicted),
    (fixtureRule(.go, .value, .limitsPerCore(.atMost(160e6))), .supported),
    (fixtureRule(.go, .value, .limitsPerCore(.atMost(140e6))), .contradicted),
    (fixtureRule(.go, .value, .limitsPerCore(.within(140e6...160e6))), .supported),
    (fixtureRule(.go, .value, .limits(.atLeast(1)), onCores: 2), .supported),
    (fixtureRule(.go, .value, .limits(.atLeast(1)), onCores: 64), .inconclusive),
    (fixtureRule(.go, .ratio(to: .tokio), .above(size: one)), .supported),
    (fixtureRule(.go, .ratio(to: .tokio), .above(size: tasks(100_000)), at: one), .contradicted),
    (fixtureCompletionRule(.go), .supported),
    (fixtureCompletionRule(.swiftThreads), .contradicted),
    // Two trials that agree.
    (fixtureRule(.swiftAsync, .value, .limits(.within(180e6...220e6))), .supported),
    (fixtureRule(.swiftAsync, .value, .limits(.atMost(100e6))), .contradicted),
    // The best of all; Go is six times it.
    (fixtureRule(.tokio, .ratioToBest, .limits(.atMost(1.5))), .supported),
    (fixtureRule(.tokio, .ratioToBest, .limits(.atLeast(1.5))), .contradicted),
    // Inconclusive: within the interval, several matching sizes, no such size, no such runtime.
    (fixtureRule(.swiftAsync, .value, .limits(.atLeast(200.4e6))), .inconclusive),
    (fixtureRule(.go, .value, .limits(.atLeast(1)), at: []), .inconclusive),
    (fixtureRule(.go, .value, .limits(.atLeast(1)), at: [Parameter("tasks", 7)]), .inconclusive),
    (fixtureRule(.go, .ratio(to: .swiftDispatch), .limits(.atLeast(1))), .inconclusive),
    (fixtureRule(.go, .difference(from: .swiftDispatch), .limits(.atLeast(1))), .inconclusive),
    (fixtureCompletionRule(.swiftDispatch), .inconclusive),
  ])
  func aRuleIsDecidedByTheWholeInterval(rule: ClaimRule, verdict: ClaimVerdict) throws {
    #expect(RuleVerdict(rule, among: [try fixtureClaimResult()]).verdict == verdict)
  }

  @Test func aRuntimeCanBeComparedWithItsVariant() throws {
    func six(_ value: Double) -> [Double] { (0..<6).map { value * (1 + Double($0) * 0.001) } }
    var variant = trials(.go, Self.one, six(20e6))
    for index in variant.indices { variant[index].planned.case.implementation.variant = "gogc-off" }
    let result = try WorkloadResult(
      fixtureWorkload(trials(.go, Self.one, six(60e6)) + variant, run: fixtureRun()))
    func verdict(_ name: String) -> ClaimVerdict {
      let rule = fixtureRule(.go, .ratioToVariant(name), .limits(.atLeast(2)), at: Self.one)
      return RuleVerdict(rule, among: [result]).verdict
    }
    #expect(verdict("gogc-off") == .supported)
    #expect(verdict("other") == .inconclusive)
  }

  @Test func aWorkloadThatWasNotMeasuredIsInconclusive() {
    let found = RuleVerdict(fixtureRule(.go, .value, .limits(.atLeast(1))), among: [])
    #expect(found.verdict == .inconclusive)
    #expect(found.finding == .missing("not measured"))
  }

  @Test(
    arguments: [
      ([], ClaimVerdict.inconclusive), ([.supported, .supported], .supported),
      ([.supported, .inconclusive], .inconclusive),
      ([.contradicted, .inconclusive], .contradicted),
      ([.supported, .contradicted, .inconclusive], .mixed), ([.inconclusive], .inconclusive),
    ] as [([ClaimVerdict], ClaimVerdict)])
  func theVerdictOnAClaimFollowsFromItsRules(
    rules: [ClaimVerdict], verdict: ClaimVerdict
  ) throws {
    let result = try fixtureClaimResult()
    let limits: [ClaimVerdict: ClaimRule.Limits] = [
      .supported: .atLeast(1), .contradicted: .atMost(1), .inconclusive: .atMost(300.6e6),
    ]
    let found = try rules.map { wanted in
      RuleVerdict(
        fixtureRule(.go, .value, .limits(try #require(limits[wanted]))), among: [result])
    }
    #expect(ClaimVerdict(of: found) == verdict)
  }

  private static let packagesRule = ClaimRule(.go, .outsidePackages(.atMost(0)))

  @Test(
    arguments: [
      (
        [plainGoListing, plainGoListing], ClaimVerdict.supported,
        RuleVerdict.Finding.outcome("0 in 2 files")
      ),
      (
        [plainGoListing, fetchedGoListing], .contradicted,
        .outcome("1 in 2 files: golang.org/x/sync")
      ),
      (
        [fetchedGoListing, fetchedGoListing], .contradicted,
        .outcome("1 in 2 files: golang.org/x/sync")
      ),
      ([plainGoListing, nil], .inconclusive, .missing("1 of 2 files as measured")),
    ] as [([String?], ClaimVerdict, RuleVerdict.Finding)])
  func packagesAreCountedOverAllWorkloads(
    texts: [String?], verdict: ClaimVerdict, finding: RuleVerdict.Finding
  ) throws {
    let results = try texts.enumerated().map { index, text in
      try fixtureListedResult(as: "workload-\(index)", text.map { [.go: $0] } ?? [:])
    }
    let found = RuleVerdict(Self.packagesRule, among: results)
    #expect(found.verdict == verdict)
    #expect(found.finding == finding)
  }

  @Test func filesThatWereNotMeasuredAreInconclusive() throws {
    let changed = try fixtureListedResult([.go: plainGoListing], changed: [.go])
    #expect(
      RuleVerdict(Self.packagesRule, among: [changed]).finding
        == .missing("0 of 1 file as measured"))
    let unmeasured = try WorkloadResult(fixtureWorkload(listings: changed.workload.listings))
    #expect(RuleVerdict(Self.packagesRule, among: [unmeasured]).verdict == .inconclusive)
    #expect(RuleVerdict(Self.packagesRule, among: []).verdict == .inconclusive)
  }
}
