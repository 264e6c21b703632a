import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

/// Every number leads to its proof, and the proof holds the sample.
struct ProofTests {
  private static let size = tasks(1_000, holdMilliseconds: 20)

  /// Two trials with a warm-up and two iterations each, the second of them disturbed, and one that
  /// was refused.
  private static func workload() -> WorkloadInput {
    var measured = trials(.go, size, [4e6, 4.5e6])
    for index in measured.indices {
      let shift = Double(index) * 1e6
      measured[index].planned.position = 10 + index
      measured[index].planned.warmups = 1
      measured[index].planned.iterations = 2
      measured[index].measurements += [
        Measurement(Metric.elapsed.name, iteration: 0, isWarmup: true, 90e6),
        Measurement(Metric.elapsed.name, iteration: 1, 21e6 + shift),
        Measurement(Metric.elapsed.name, iteration: 2, 23e6 + shift),
        Measurement(Metric.processTime.name, 500e6),
        Measurement(Metric.otherWork.name, Double(index) * 400e6),
      ]
    }
    var refused = incidents(.go, size, Outcome(.refused, reached: 7, detail: "no more"))
    refused[0].planned.warmups = 1
    refused[0].planned.iterations = 2
    var workload = fixtureWorkload(measured + refused, run: fixtureRun())
    workload.headlines = [DerivedMetric.perOperation.metric.name, Metric.peakResident.name]
    return workload
  }

  /// Where other pages find the proofs of numbers.
  private static func addresses(_ ids: [CellID]) -> Set<String> {
    Set(ids.map { "sleeping-tasks-proof.md#\($0)" })
  }

  /// The page that proves all numbers of these metrics.
  private func page(_ metrics: [Metric]) throws -> ProofPage {
    let view = try WorkloadView(WorkloadResult(Self.workload()), references: [])
    let ids = metrics.map { CellID(Case(.sleeping(.go), Self.size), metric: $0.name) }
    let page = try #require(ProofPage.page(view, proving: Self.addresses(ids)))
    return try #require(page.context as? ProofPage)
  }

  @Test func pageSaysHowTheTrialsWere() throws {
    let page = try page([])
    #expect(page.size == "1,000 tasks, hold 20 ms")
    #expect(page.effort == "1 warm-up and 2 iterations")
    #expect(
      page.remarks == [
        "Go: 1 of 3 trials refused at 7: no more; "
          + "disturbed at 11 of the plan"
      ])
    #expect(page.sections.isEmpty && page.query == nil)
  }

  /// A name stands for a number in every run, and a preset for any budget, toolchains and variables.
  @Test func commandsNameTheRunAndWhatItWasGiven() throws {
    var workload = Self.workload()
    func page() throws -> ProofPage {
      let view = try WorkloadView(WorkloadResult(workload), references: [])
      return try #require(ProofPage.page(view, proving: [])?.context as? ProofPage)
    }
    let usual = "parallax measure --workload sleeping-tasks --preset quick --seed 42"
    #expect(try page().command == .listing(usual, language: "sh"))
    #expect(try page().reproduction == .code("parallax reproduce NAME --run 7c1f0f36"))
    #expect(try page().builds == nil)
    workload.trials += workload.trials.map { trial in
      var trial = trial
      trial.planned.case.implementation.toolchain = "1.25"
      return trial
    }
    #expect(try page().command == .listing("\(usual) --toolchain all", language: "sh"))
    workload.run?.toolchains += ["go=default", "go=1.23", "go=1.25"].map {
      Toolchain(name: $0, version: "1.25.5")
    }
    workload.run?.environment = ["GODEBUG": "a b"]
    workload.run?.budgetSeconds = 1_200
    workload.buildCommands = ["make peers GO=1.25"]
    #expect(
      try page().command
        == .listing("\(usual) --budget 20m --toolchain go=1.25 --env 'GODEBUG=a b'", language: "sh")
    )
    #expect(try page().builds == .listing("make peers GO=1.25", language: "sh"))
    workload.run?.budgetSeconds = 300
    #expect(
      try page().command
        == .listing("\(usual) --toolchain go=1.25 --env 'GODEBUG=a b'", language: "sh"))
  }

  @Test func eachCaseHasTheCommandOfATrial() throws {
    var workload = Self.workload()
    workload.commands = [Case(.sleeping(.go), Self.size): "env -i go-trial"]
    let view = try WorkloadView(WorkloadResult(workload), references: [])
    let page = try #require(ProofPage.page(view, proving: [])?.context as? ProofPage)
    #expect(page.commands == .listing("# Go\nenv -i go-trial", language: "sh"))
    #expect(try self.page([]).commands == nil)
  }

  @Test func numberIsARowWithItsTrialsInTheUnitOfItsMedian() throws {
    let page = try page([DerivedMetric.perOperation.metric])
    let section = try #require(page.sections.first)
    #expect(page.sections.count == 1)
    let id = CellID(Case(.sleeping(.go), Self.size), metric: DerivedMetric.perOperation.metric.name)
    #expect(section.heading == "Time per task")
    #expect(
      section.explanation
        == "\(DerivedMetric.perOperation.words) Computed for each iteration: "
        + "elapsedNanoseconds ÷ operations.")
    let cells = try #require(section.table.rows.first).cells
    #expect(cells[0].markup == .link(id.text, to: "#\(id)"))
    #expect(
      cells.dropFirst().map(\.text) == [
        "Go", "22.5 µs (17.0 to 29.8)", "2", "22.00; *23.00 µs",
      ])
    guard case .listing(let statement, "sql") = page.query else {
      Issue.record("no query")
      return
    }
    #expect(statement.contains("elapsedNanoseconds / operations AS value FROM (\n"))
    #expect(statement.contains("1000.0 AS operations\n  FROM sample WHERE isWarmup = 0"))
    #expect(statement.contains("AND workload = 'sleeping-tasks'"))
    #expect(statement.contains("name = 'elapsedNanoseconds'"))
    #expect(section.name == .code(DerivedMetric.perOperation.metric.name))
  }

  @Test func storedMetricHasNoFormula() throws {
    let section = try #require(page([.elapsed]).sections.first)
    #expect(section.heading == "Elapsed time")
    #expect(section.explanation == nil)
    #expect(section.table.rows.map { $0.cells.last?.text } == ["22.00; *23.00 ms"])
  }

  @Test(arguments: [Runtime.tokio, .swiftAsync])
  func theColumnOfRatiosNamesTheBaseline(baseline: Runtime) throws {
    let values = (0..<6).map { 4e6 + Double($0) }
    var workload = fixtureWorkload(
      [.go, .tokio, .swiftAsync].flatMap { trials($0, Self.size, values) })
    workload.baseline = baseline
    let id = CellID(Case(.sleeping(.go), Self.size), metric: Metric.peakResident.name)
    let view = try WorkloadView(WorkloadResult(workload), references: [])
    let page = try #require(
      ProofPage.page(view, proving: Self.addresses([id]))?.context as? ProofPage)
    let header = try #require(page.sections.first?.table.header.map(\.text))
    #expect(header == ["Name", "Case", "Value", "÷ \(baseline.label)", "n", "Trials"])
  }

  /// Of many trials a row says how they are spread.
  @Test func manyTrialsAreSummarized() throws {
    var workload = fixtureWorkload(
      trials(.go, Self.size, (1...25).map { Double($0) * 1e6 }), run: fixtureRun())
    workload.headlines = [Metric.peakResident.name]
    let id = CellID(Case(.sleeping(.go), Self.size), metric: Metric.peakResident.name)
    let view = try WorkloadView(WorkloadResult(workload), references: [])
    let page = try #require(
      ProofPage.page(view, proving: Self.addresses([id]))?.context as? ProofPage)
    let cells = try #require(page.sections.first?.table.rows.first).cells
    #expect(cells[3].text == "25")
    #expect(cells[4].text?.hasPrefix("25 values from 1.00 MB to 25.0 MB") == true)
  }

  /// Each link into a page of proofs leads to a name that appears there exactly once.
  @Test func everyLinkToAProofFindsIt() throws {
    var input = ReportTests.smallInput()
    input.workloads.append(Self.workload())
    input.workloads[2].name = "ping-pong"
    for index in input.workloads[2].trials.indices {
      input.workloads[2].trials[index].planned.case.implementation.workload = "ping-pong"
    }
    let report = try Report(input)
    var names: [String: [String]] = [:]
    for page in report.pages {
      guard let proof = page.context as? ProofPage else { continue }
      names[page.name] = Self.addresses(in: proof.sections).map { String($0.dropFirst()) }
    }
    #expect(names.keys.sorted() == ["ping-pong-proof", "sleeping-tasks-proof"])
    #expect(names.values.allSatisfy { Set($0).count == $0.count && !$0.isEmpty })
    let all: [String] = report.pages.flatMap { Self.addresses(in: $0.context) }
    let links = all.filter { $0.contains("-proof.md#") }
    #expect(links.count > 20)
    let linked = Set(links.compactMap { $0.split(separator: "#").last.map(String.init) })
    #expect(Set(names.values.joined()) == linked, "a proof of a number that no page shows")
    for link in links {
      let parts = link.split(separator: "#")
      #expect(names[String(parts[0].dropLast(3))]?.contains(String(parts[1])) == true, "\(link)")
    }
  }

  private static func addresses(in context: Any) -> [String] {
    Leaf.all(in: context).compactMap {
      if case .markup(.link(_, let address)) = $0.value { address } else { nil }
    }
  }

  /// Of the tables that show measured numbers, every number is a link.
  @Test func noMedianStandsWithoutALink() throws {
    let report = try Report(ReportTests.smallInput())
    var tables = try #require(report.page("sleeping-tasks")?.context as? WorkloadPage).results
      .map(\.table)
    tables += try #require(report.page("benchmarks")?.context as? BenchmarksPage).sections
      .compactMap(\.part?.table)
    tables += try #require(report.page("method")?.context as? MethodPage).fixedCosts.map(\.table)
    tables += try #require(report.page("index")?.context as? IndexPage).memory.map(\.table)
    #expect(tables.count == 4)
    for table in tables {
      for row in table.rows {
        for (cell, column) in zip(row.cells, table.header) where column.isNumber {
          #expect(cell.text.map { !$0.contains("MB") } ?? true, "\(cell)")
        }
      }
    }
  }

  @Test func nameIsMadeOfCaseAndMetricAlone() {
    let measured = Case(.sleeping(.go), tasks(5))
    let id = CellID(measured, metric: "elapsedNanoseconds")
    #expect(id.text == CellID(measured, metric: "elapsedNanoseconds").text)
    #expect(id.text.count == CellID.length)
    var others = [CellID(measured, metric: "peakResidentBytes")]
    others.append(CellID(Case(.sleeping(.tokio), tasks(5)), metric: "elapsedNanoseconds"))
    others.append(CellID(Case(.sleeping(.go), tasks(6)), metric: "elapsedNanoseconds"))
    var variant = measured
    variant.implementation.variant = "x"
    others.append(CellID(variant, metric: "elapsedNanoseconds"))
    #expect(!others.contains(id))
  }

  /// The two have the same first seven characters; anyone can look for such sizes.
  @Test func twoNumbersOfOneNameGetLongerOnes() throws {
    let sizes = [19_763, 179_276].map { [Parameter("tasks", $0)] }
    let short = sizes.map { CellID(Case(.sleeping(.go), $0), metric: Metric.peakResident.name) }
    #expect(short[0].text == short[1].text)
    let workload = fixtureWorkload(
      sizes.flatMap { trials(.go, $0, [4e6, 5e6]) }, run: fixtureRun())
    let view = try WorkloadView(WorkloadResult(workload), references: [])
    let names = view.result.cases.compactMap { $0.cells[Metric.peakResident.name] }
    #expect(names == short.map(\.lengthened) && names[0].text != names[1].text)
    let page = try #require(ProofPage.page(view, proving: Self.addresses(names)))
    let table = try #require((page.context as? ProofPage)?.sections.first?.table)
    #expect(table.rows.map { $0.cells[0].markup } == names.map { .link($0.text, to: "#\($0)") })
  }
}
