import AnalysisFixtures
import BenchmarkModel
import RuntimeFixtures
import Statistics
import Testing

@testable import Analysis
@testable import Reporting

@Suite struct ClaimTests {
  private static let packagesRule = ClaimRule(.go, .outsidePackages(.atMost(0)))

  @Test func aRuleAboutPackagesShowsThoseOfTheOthers() throws {
    let results = [
      try fixtureListedResult([
        .go: plainGoListing, .tokio: "use tokio::task;\n", .swiftAsync: "import NIOCore\n",
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
    let results = [try fixtureClaimResult()]
    func address(_ runtime: Runtime, _ size: [Parameter] = tasks(100_000)) -> String {
      let cell = CellID(Case(.sleeping(runtime), size), metric: Metric.peakResident.name)
      return "sleeping-tasks-proof.md#\(cell)"
    }
    func view(_ quantity: ClaimRule.Quantity) -> ClaimsPage.Rule {
      let rule = fixtureRule(.go, quantity, .limits(.atLeast(5)))
      return RuleText(rule, RuleVerdict(rule, among: results), results).view
    }
    let start = "sleeping-tasks at 100,000 tasks: peak resident memory"
    let ratio = view(.ratio(to: .tokio))
    #expect(ratio.what.text == "\(start), divided by that of\u{A0}")
    #expect(ratio.what.markup == .link("Tokio (Rust)", to: address(.tokio)))
    #expect(ratio.finding.markup == .link("6.00 × (6.00 to 6.00)", to: address(.go)))
    let sizes = view(.ratioToSize([Parameter("tasks", 1)]))
    #expect(sizes.what.text == "\(start), divided by that at\u{A0}")
    #expect(sizes.what.markup == .link("1 task", to: address(.go, tasks(1))))
  }

  @Test func boundsAreExactAndInTheUnitOfTheFinding() throws {
    let results = [try fixtureClaimResult()]
    func bound(_ quantity: ClaimRule.Quantity, _ bound: ClaimRule.Bound) -> String {
      let rule = fixtureRule(.go, quantity, bound)
      return RuleText(rule, RuleVerdict(rule, among: results), results).bound
    }
    #expect(bound(.ratio(to: .tokio), .limits(.atMost(10))) == "at most 10 ×")
    #expect(bound(.ratio(to: .tokio), .limits(.atMost(1.1))) == "at most 1.1 ×")
    #expect(bound(.value, .limits(.atMost(5_242_880))) == "at most 5 MiB (5.24 MB)")
    #expect(bound(.value, .limits(.atLeast(4_096))) == "at least 4 KiB (4.10 kB)")
    #expect(bound(.value, .limits(.within(7e6...10e6))) == "7 MB to 10 MB")
    // The machine has two cores.
    #expect(
      bound(.value, .limitsPerCore(.atMost(150e6)))
        == "at most 300 MB, which is at most 150 MB for each of 2 cores")
  }

  @Test func aMetricWithoutAValueHasItsName() throws {
    let rule = ClaimRule(
      .go,
      .quantity(
        ClaimRule.BoundedQuantity(
          ClaimRule.Selection(workload: "sleeping-tasks", size: [Parameter("tasks", 1)]),
          metric: "startNanoseconds", quantity: .value, bound: .limits(.atMost(1e9)))))
    let results = [try fixtureClaimResult()]
    let text = RuleText(rule, RuleVerdict(rule, among: results), results)
    #expect(text.what == "sleeping-tasks at 1 task: time until all sleep")
    #expect(text.bound == "at most 1 s")
  }

  @Test func thePageSaysWhichRuntimesTheStatementsAreAbout() throws {
    var input = ReportTests.smallInput()
    input.claims = [Runtime.go, .tokio].map { runtime in
      Claim(
        id: "c-\(runtime.id)", sentence: "It takes little.", source: "writer-2024",
        locator: "table 1",
        reading: "", rules: [fixtureRule(runtime, .value, .limits(.atMost(1e9)))])
    }
    let page = try #require(try Report(input).page("claims")?.context as? ClaimsPage)
    #expect(page.subjects == "Go and Tokio (Rust)")
    #expect(page.summary == "2 claims from 1 source: 1 supported and 1 inconclusive.")
  }

  @Test func proxiesAreMediansOfTheMeasuredFiles() throws {
    let results = [
      try fixtureListedResult(as: "a", [.go: plainGoListing, .tokio: "use tokio::task;\n"]),
      try fixtureListedResult(as: "b", [.go: plainGoListing + "\nfunc main() {}\n"]),
      try fixtureListedResult(as: "c", [.go: fetchedGoListing + "// More.\n"]),
      try fixtureListedResult(as: "d", [.go: String(repeating: "a\n", count: 99)], changed: [.go]),
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
        rules: [fixtureRule(.go, .value, .limits(.atMost(100e6)))]),
      Claim(
        id: "go-is-nice", sentence: "Go is nice.", source: nil, locator: "README.md",
        reading: "Nothing can tell.", rules: [], hasProxies: true),
    ]
    let report = try Report(input)
    let page = try #require(report.page("claims"))
    try expectGolden(page.lines.joined(separator: "\n") + "\n", "claims.txt")
    let lines = try #require(report.page("sleeping-tasks")).lines.joined(separator: "\n")
    #expect(lines.contains("claims.md#go-takes-little"))
    #expect(!lines.contains("claims.md#go-is-nice"))
  }

  @Test func whatIsMissingForSeveralRulesIsSaidOnce() throws {
    func entry(_ sizes: Int...) throws -> ClaimsPage.Entry {
      var input = ReportTests.smallInput()
      input.claims = [
        Claim(
          id: "go-takes-little", sentence: "Go takes little.", source: nil, locator: "README.md",
          reading: "",
          rules: sizes.map {
            fixtureRule(.go, .value, .limits(.atMost(1e9)), at: [Parameter("tasks", $0)])
          })
      ]
      let page = try #require(Report(input).page("claims"))
      return try #require((page.context as? ClaimsPage)?.own?.entries.first)
    }
    let several = try entry(7, 1, 8)
    #expect(several.rules.map(\.verdict) == ["Inconclusive", "Supported", "Inconclusive"])
    #expect(several.rules.allSatisfy { $0.gap == nil } && several.sharedGap?.isEmpty == false)
    let one = try entry(7, 1)
    #expect(one.sharedGap == nil && one.rules.map { $0.gap != nil } == [true, false])
  }

  @Test func aReportThatItsMeasurementsContradictIsNotMade() throws {
    var input = ReportTests.smallInput()
    func say(_ source: String?, _ limits: ClaimRule.Limits) {
      input.claims = [
        Claim(
          id: "own-go-takes-little", sentence: "Go takes little.", source: source,
          locator: "README.md", reading: "", rules: [fixtureRule(.go, .value, .limits(limits))])
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
