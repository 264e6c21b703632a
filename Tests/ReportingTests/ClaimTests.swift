import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis
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
    (rule(.go, .value, .atMost(300.6e6)), .inconclusive),
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
    (rule(.go, .value, .atLeast(1), onCores: 64), .inconclusive),
    (rule(.go, .ratio(to: .tokio), .above(size: [Parameter("tasks", 1)])), .supported),
    (
      rule(.go, .ratio(to: .tokio), .above(size: large), at: [Parameter("tasks", 1)]), .contradicted
    ),
    (rule(.go, .completion, .completed), .supported),
    (rule(.swiftThreads, .completion, .completed), .contradicted),
    // Nothing to decide from: two trials, several sizes that fit, no such size, no such runtime.
    (rule(.swiftAsync, .value, .atLeast(1)), .inconclusive),
    (rule(.go, .value, .atLeast(1), at: []), .inconclusive),
    (rule(.go, .value, .atLeast(1), at: [Parameter("tasks", 7)]), .inconclusive),
    (rule(.swiftDispatch, .completion, .completed), .inconclusive),
  ])
  func aRuleIsDecidedByTheWholeInterval(rule: ClaimRule, verdict: ClaimVerdict) throws {
    #expect(RuleVerdict(rule, in: try Self.result()).verdict == verdict)
  }

  @Test func whatWasNotMeasuredDecidesNothing() {
    let found = RuleVerdict(Self.rule(.go, .value, .atLeast(1)), in: nil)
    #expect(found.verdict == .inconclusive)
    #expect(found.finding == .missing("not measured"))
  }

  @Test(
    arguments: [
      ([], ClaimVerdict.inconclusive), ([.supported, .supported], .supported),
      ([.supported, .inconclusive], .inconclusive), ([.contradicted, .inconclusive], .contradicted),
      ([.supported, .contradicted, .inconclusive], .mixed), ([.inconclusive], .inconclusive),
    ] as [([ClaimVerdict], ClaimVerdict)])
  func aClaimIsWhatItsRulesComeTo(rules: [ClaimVerdict], verdict: ClaimVerdict) throws {
    let result = try Self.result()
    let bounds: [ClaimVerdict: ClaimRule.Bound] = [
      .supported: .atLeast(1), .contradicted: .atMost(1), .inconclusive: .atMost(300.6e6),
    ]
    let found = try rules.map {
      RuleVerdict(Self.rule(.go, .value, try #require(bounds[$0])), in: result)
    }
    #expect(ClaimVerdict(of: found) == verdict)
  }

  /// A workload with a listing a runtime; each is the one that was measured unless it is named as
  /// changed.
  private static func listed(
    as name: String = "sleeping-tasks", _ texts: [Runtime: String], changed: Set<Runtime> = []
  ) throws -> WorkloadResult {
    let endings: [Runtime: String] = [.go: "main.go", .tokio: "main.rs"]
    let listings = Runtime.allCases.compactMap { runtime in
      texts[runtime].map {
        SourceListing(
          implementation: Implementation(workload: name, runtime: runtime),
          path: "\(name)/\(endings[runtime] ?? "Style.swift")", text: $0, sha256: "present")
      }
    }
    let recorded = listings.map {
      let isChanged = changed.contains($0.implementation.runtime)
      return Listing(
        implementation: $0.implementation, path: $0.path, sha256: isChanged ? "old" : "present")
    }
    var workload = fixtureWorkload([], name: name, listings: listings)
    workload.run = fixtureRun(listings: recorded)
    return try WorkloadResult(workload)
  }

  private static let packagesRule = ClaimRule(
    workload: "", size: [], metric: "", runtime: .go, quantity: .outsidePackages, bound: .atMost(0))

  private static let plain = "package main\n\nimport \"sync\"\n"
  private static let fetched = "package main\n\nimport \"golang.org/x/sync\"\n"

  @Test(
    arguments: [
      ([plain, plain], ClaimVerdict.supported, RuleVerdict.Finding.outcome("0 in 2 files")),
      ([plain, fetched], .contradicted, .outcome("1 in 2 files: golang.org/x/sync")),
      ([fetched, fetched], .contradicted, .outcome("1 in 2 files: golang.org/x/sync")),
      ([plain, nil], .inconclusive, .missing("1 of 2 files as measured")),
    ] as [([String?], ClaimVerdict, RuleVerdict.Finding)])
  func packagesAreCountedOverAllWorkloads(
    texts: [String?], verdict: ClaimVerdict, finding: RuleVerdict.Finding
  ) throws {
    let results = try texts.enumerated().map { index, text in
      try Self.listed(as: "workload-\(index)", text.map { [.go: $0] } ?? [:])
    }
    let found = RuleVerdict(Self.packagesRule, among: results)
    #expect(found.verdict == verdict)
    #expect(found.finding == finding)
  }

  @Test func filesThatWereNotMeasuredDecideNothing() throws {
    let changed = try Self.listed([.go: Self.plain], changed: [.go])
    #expect(
      RuleVerdict(Self.packagesRule, among: [changed]).finding
        == .missing("0 of 1 file as measured"))
    let unmeasured = try WorkloadResult(
      fixtureWorkload(listings: changed.workload.listings))
    #expect(RuleVerdict(Self.packagesRule, among: [unmeasured]).verdict == .inconclusive)
    #expect(RuleVerdict(Self.packagesRule, among: []).verdict == .inconclusive)
  }

  @Test func aRuleAboutPackagesShowsThoseOfTheOthers() throws {
    let results = [
      try Self.listed([
        .go: Self.plain, .tokio: "use tokio::task;\n", .swiftAsync: "import NIOCore\n",
      ])
    ]
    let verdict = RuleVerdict(Self.packagesRule, among: results)
    let view = RuleText(Self.packagesRule, verdict, results).view
    #expect(
      [view.verdict, view.runtime.text, view.what.text, view.bound, view.finding.text, view.others]
        == [
          "Supported", "Go", "third-party packages", "at most 0",
          "0 in 1 file",
          "Swift async/await 1 in 1 file: NIOCore; Tokio (Rust) 1 in 1 file: tokio",
        ])
    #expect(
      DecidedClaim(
        Claim(
          id: "c", sentence: "", source: nil, locator: "", reading: "",
          rules: [Self.packagesRule]), results
      ).isDecided(by: "sleeping-tasks"))
  }

  @Test func bothSidesOfARatioLeadToTheirSamples() throws {
    let results = [try Self.result()]
    func address(_ runtime: Runtime, _ size: [Parameter] = Self.large) -> String {
      let cell = CellID(Case(.sleeping(runtime), size), metric: Metric.peakResident.name)
      return "sleeping-tasks-proof.md#\(cell)"
    }
    func view(_ quantity: ClaimRule.Quantity) -> ClaimsPage.Rule {
      let rule = Self.rule(.go, quantity, .atLeast(5))
      return RuleText(rule, RuleVerdict(rule, among: results), results).view
    }
    let start = "sleeping-tasks at 100,000 tasks: peak resident memory"
    let ratio = view(.ratio(to: .tokio))
    #expect(ratio.what.text == "\(start), divided by that of\u{A0}")
    #expect(ratio.what.markup == .link("Tokio (Rust)", to: address(.tokio)))
    #expect(ratio.finding.markup == .link("6.00 × (5.99 to 6.02)", to: address(.go)))
    let sizes = view(.ratioToSize([Parameter("tasks", 1)]))
    #expect(sizes.what.text == "\(start), divided by that at\u{A0}")
    #expect(sizes.what.markup == .link("1 task", to: address(.go, Self.small)))
  }

  @Test func proxiesAreMediansOfTheMeasuredFiles() throws {
    let results = [
      try Self.listed(as: "a", [.go: Self.plain, .tokio: "use tokio::task;\n"]),
      try Self.listed(as: "b", [.go: Self.plain + "\nfunc main() {}\n"]),
      try Self.listed(as: "c", [.go: Self.fetched + "// More.\n"]),
      try Self.listed(as: "d", [.go: String(repeating: "a\n", count: 99)], changed: [.go]),
    ]
    let rows = Table.proxies(results).rows.map { $0.cells.map { $0.text ?? "" } }
    #expect(
      rows.last { $0[0] == "Go" } == ["Go", "3", "2", "4", "3", "1", "golang.org/x/sync"])
    #expect(
      rows.last { $0[0] == "Tokio (Rust)" } == ["Tokio (Rust)", "1", "1", "5", "3", "1", "tokio"])
    #expect(rows.first == ["Swift threads", "0", "–", "–", "–", "–", "–"])
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
        reading: "Nobody can tell.", rules: [], hasProxies: true),
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
