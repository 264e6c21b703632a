import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

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

  /// The runtime with more wins comes first, and what neither has is no loss.
  @Test func theWinnerComesFirst() throws {
    let size = tasks(100)
    func workload(_ name: String, _ trials: [Trial]) -> WorkloadInput {
      fixtureWorkload(
        trials.map { trial in
          var trial = trial
          trial.planned.case.implementation.workload = name
          return trial
        }, name: name)
    }
    func six(_ value: Double) -> [Double] { (0..<6).map { value + Double($0) } }
    let refused = [Runtime.go, .tokio].flatMap {
      incidents($0, size, Outcome(.refused, reached: 7), count: 6)
    }
    let slow = trials(.go, size, six(1e6)) + trials(.tokio, size, six(2e6))
    let input = ReportInput(
      toolVersion: "0.1.0",
      workloads: [
        workload("sleeping-tasks", slow), workload("select", slow),
        workload("race", trials(.go, size, six(3e6)) + trials(.tokio, size, six(2e6))),
        workload("ping-pong", refused + trials(.swiftAsync, size, six(1e6))),
      ])
    let page = try Self.context(input, "go-and-tokio")
    #expect(
      page.lede
        == "Of 4 workloads by their headline metric, Go is better in 2, Tokio (Rust) in 1 and 1 is not "
        + "compared.")
    #expect(page.parts.map(\.heading) == ["Go is better", "Tokio (Rust) is better"])
    #expect(!page.losses.flatMap(\.sentences).contains { $0.subject == "Without a place" })
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
