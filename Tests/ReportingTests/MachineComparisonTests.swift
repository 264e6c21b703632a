import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

struct MachineComparisonTests {
  private static let size = tasks(1_000)

  private static func around(_ value: Double) -> [Double] { (0..<6).map { value + Double($0) } }

  /// A workload on a machine, by the centers of the runtimes' memory.
  private static func workload(
    go: Double, tokio: Double, async: Double, on fingerprint: String,
    cpu: String = "Test processor",
    size: [Parameter] = size
  ) -> WorkloadInput {
    var run = fixtureRun()
    run.id = "\(fingerprint)-run"
    run.machine.fingerprint = fingerprint
    run.machine.cpuModel = cpu
    run.machine.kernel = "Linux of \(fingerprint)"
    return fixtureWorkload(
      trials(.go, size, around(go)) + trials(.tokio, size, around(tokio))
        + trials(.swiftAsync, size, around(async)), run: run)
  }

  /// Go and Tokio change places, and the third machine is like the first.
  private static func input(size: [Parameter] = size) -> ReportInput {
    ReportInput(
      toolVersion: "0.1.0", workloads: [workload(go: 10e6, tokio: 20e6, async: 40e6, on: "aaaa")],
      others: [
        OtherMachine(
          slug: "other",
          workloads: [
            workload(go: 20e6, tokio: 10e6, async: 40e6, on: "bbbb", cpu: "Other", size: size)
          ]),
        OtherMachine(
          slug: "third",
          workloads: [workload(go: 10e6, tokio: 20e6, async: 40e6, on: "cccc")]),
      ],
      claims: [
        Claim(
          id: "go-memory", sentence: "Go needs little.", source: "writer-2024", locator: "table 1",
          reading: "At most 15 MB.",
          rules: [
            fixtureRule(
              .go, .value, .limits(.atMost(15e6)), at: [Parameter("tasks", 1_000)])
          ])
      ],
      downloads: [Download(path: "results.sqlite", summary: "The database.")])
  }

  private func comparison(_ input: ReportInput) throws -> MachineComparison {
    let page = try #require(try Report(input).page("machines"))
    return try #require((page.context as? MachinesPage)?.comparison)
  }

  private func rows(_ table: Table?) -> [[String]] {
    table?.rows.map { row in
      row.cells.map { cell in
        switch cell.markup {
        case .link(let text, let address): "\(text) -> \(address)"
        default: (cell.text ?? "") + (cell.isStrong ? " *" : "")
        }
      }
    } ?? []
  }

  @Test func everyOtherMachineHasTheSamePages() throws {
    let report = try Report(Self.input())
    #expect(report.folder.isEmpty)
    #expect(report.others.map(\.folder) == ["machines/other/", "machines/third/"])
    for other in report.others {
      #expect(other.pages.map(\.name) == report.pages.map(\.name))
      #expect(
        other.page("machines").map { ($0.context as? MachinesPage)?.comparison == nil } == true)
    }
    #expect(report.others[0].machine == "Other, 2 cores, Test OS 1")
    let index = try #require(report.others[0].page("index")?.lines.joined(separator: "\n"))
    #expect(index.contains("elsewhere.machine: Other, 2 cores\n"))
    #expect(index.contains("link Test processor, 2 cores (1) -> ../../index.md"))
    #expect(index.contains("link Test processor, 2 cores (3) -> ../../machines/third/index.md"))
    #expect(index.contains("link The machines compared -> ../../machines.md"))
    let data = try #require(report.others[0].page("data")?.lines.joined(separator: "\n"))
    #expect(data.contains("-> ../../results.sqlite"))
  }

  @Test func oneMachineHasNoComparison() throws {
    var input = Self.input()
    input.others = []
    let report = try Report(input)
    #expect(report.others.isEmpty)
    #expect((report.page("machines")?.context as? MachinesPage)?.comparison == nil)
    #expect((report.page("index")?.context as? IndexPage)?.elsewhere == nil)
  }

  @Test func ratiosStandSideBySideAndOrdersThatDifferAreNamed() throws {
    let found = try comparison(Self.input())
    let (first, other, third) = (
      "Test processor, 2 cores (1)", "Other, 2 cores", "Test processor, 2 cores (3)"
    )
    #expect(
      rows(found.machines).map(\.[0]) == [
        "\(first) -> index.md", "\(other) -> machines/other/index.md",
        "\(third) -> machines/third/index.md",
      ])
    let ratios = rows(found.ratios)
    #expect(
      ratios.map(\.[0]) == [
        "sleeping-tasks -> sleeping-tasks.md",
        "sleeping-tasks -> machines/other/sleeping-tasks.md",
        "sleeping-tasks -> machines/third/sleeping-tasks.md",
      ])
    #expect(ratios.map(\.[2]) == Array(repeating: "1,000 tasks, hold 2,000 ms", count: 3))
    #expect(ratios.map(\.[6]) == ["1 *", "2.00 × (2.00 to 2.00)", "1 *"])
    #expect(ratios.map(\.[7]) == ["2.00 × (2.00 to 2.00)", "1 *", "2.00 × (2.00 to 2.00)"])
    #expect(found.unlike == nil)
    #expect(
      rows(found.orders) == [
        [
          "sleeping-tasks -> sleeping-tasks.md", "Go before Tokio (Rust)", "\(first) and \(third)",
          other,
        ]
      ])
    #expect(
      rows(found.facts) == [
        ["Processor", "Test processor", "Other", "Test processor"],
        ["Kernel", "Linux of aaaa", "Linux of bbbb", "Linux of cccc"],
      ])
    #expect(
      rows(found.claims).map { Array($0.dropFirst()) } == [
        [
          "supported -> claims.md#go-memory",
          "contradicted -> machines/other/claims.md#go-memory",
          "supported -> machines/third/claims.md#go-memory",
        ]
      ])
  }

  @Test func whatWasNotMeasuredAlikeHasNoOrder() throws {
    let found = try comparison(Self.input(size: tasks(5)))
    #expect(found.orders == nil)
    #expect(
      found.unlike
        == "0 of 1 workload can be compared. The sizes of the others differ: sleeping-tasks.")
    #expect(rows(found.ratios).map(\.[2]) == ["1,000 tasks", "5 tasks", "1,000 tasks"])
  }

  /// The rows name what differs, also if that is not the main parameter.
  @Test func rowsOfDifferentSizesDoNotLookAlike() throws {
    let found = try comparison(Self.input(size: tasks(1_000, holdMilliseconds: 500)))
    #expect(rows(found.ratios).map(\.[2]) == ["hold 2,000 ms", "hold 500 ms", "hold 2,000 ms"])
  }

  @Test func twoMachinesOfOneNameAreRefused() {
    var input = Self.input()
    input.others[1].slug = "other"
    #expect(throws: ReportingError.duplicateMachine("other")) { try Report(input) }
  }

  @Test func anOwnSentenceThatIsWrongElsewhereIsSaidThere() throws {
    var input = Self.input()
    input.claims[0].source = nil
    let report = try Report(input)
    func caveats(_ report: Report) -> String {
      report.page("index")?.lines.filter { $0.hasPrefix("caveats") }.joined(separator: "\n") ?? ""
    }
    #expect(!caveats(report).contains("Contradicted"))
    #expect(
      caveats(report.others[0]).contains(
        "1 sentence of this report's text by the measurements here: “Go needs little.”"))
  }

  /// What a machine contradicts is not said about it.
  @Test func theFirstPageLeavesOutWhatItsMachineContradicts() throws {
    var input = Self.input()
    input.claims[0].source = nil
    input.claims[0].locator = "templates/index.md.mustache"
    input.explainsRuntimes = true
    let report = try Report(input)
    func explains(_ report: Report) -> Bool? {
      (report.page("index")?.context as? IndexPage)?.explainsRuntimes
    }
    #expect(([report] + report.others).map(explains) == [true, false, true])
  }
}
