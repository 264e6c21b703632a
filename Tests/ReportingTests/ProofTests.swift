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
    let listing = Listing(implementation: .sleeping(.go), path: "W/go/main.go", sha256: "digest")
    var workload = fixtureWorkload(
      measured + incidents(.go, size, Outcome(.refused, reached: 7, detail: "no more")),
      run: fixtureRun(listings: [listing]),
      listings: [
        SourceListing(
          implementation: .sleeping(.go), path: "W/go/main.go", text: "package main\n",
          sha256: "digest")
      ])
    workload.headlines = [Metric.perOperation.name, Metric.peakResident.name]
    return workload
  }

  private func section() throws -> ProofPage.Section {
    let view = try WorkloadView(Self.workload(), references: [])
    let page = try #require(ProofPage.page(view)?.context as? ProofPage)
    return try #require(page.sections.first)
  }

  @Test func sectionSaysHowTheTrialsWere() throws {
    let section = try section()
    #expect(section.heading == "Go, 1,000 tasks, hold 20 ms")
    #expect(section.trials == "2 of 3 trials completed, at 0, 10, 11 of the plan")
    #expect(section.incidents == ["1 refused at 7: no more"])
    #expect(
      section.interferences == [
        "Trial 11: other work took 400 ms (40 % of what all cores could do)"
      ])
    #expect(section.versions == "test 1.0")
    #expect(section.listings.map(\.state) == ["unchanged since"])
  }

  @Test func entryHoldsTheSampleInTheUnitOfItsMedian() throws {
    let entry = try #require(section().entries.first)
    let id = CellID(Case(.sleeping(.go), Self.size), metric: Metric.perOperation.name)
    #expect(entry.id == id.text)
    #expect(entry.label == "Time per task")
    #expect(entry.sample.unit == "µs")
    #expect(entry.sample.values == .code("21.00 23.00; *22.00 24.00"))
    #expect(entry.command == .code("parallax reproduce \(id)"))
    guard case .listing(let statement, "sql") = entry.statement else {
      Issue.record("no statement")
      return
    }
    #expect(statement.hasPrefix("SELECT position, iteration, value / 1000.0 AS value\nFROM run "))
    #expect(statement.contains("AND parameters = 'tasks=1000 hold-milliseconds=20'"))
    #expect(statement.contains("name = 'elapsedNanoseconds'"))
  }

  @Test func otherMetricsAreRowsWithTheirWarmupsApart() throws {
    let table = try #require(section().others)
    let elapsed = try #require(table.rows.first { $0.cells[1].text == "Elapsed time" }).cells
    let id = CellID(Case(.sleeping(.go), Self.size), metric: Metric.elapsed.name)
    #expect(elapsed[0].markup == .link(id.text, to: "#\(id)"))
    #expect(elapsed[2].text == "elapsedNanoseconds")
    #expect(elapsed[4].markup == .code("21.00 23.00; *22.00 24.00"))
    #expect(elapsed[5].markup == .code("90.00; *90.00"))
  }

  /// Each link into a page of proofs leads to a name that stands there once.
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
      names[page.name] = proof.sections.flatMap { section in
        section.entries.map(\.id) + Self.addresses(in: section).map { String($0.dropFirst()) }
      }
    }
    #expect(names.keys.sorted() == ["ping-pong-proof", "sleeping-tasks-proof"])
    #expect(names.values.allSatisfy { Set($0).count == $0.count && !$0.isEmpty })
    let all: [String] = report.pages.flatMap { Self.addresses(in: $0.context) }
    let links = all.filter { $0.contains("-proof.md#") }
    #expect(links.count > 20)
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
      .compactMap(\.table)
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

  @Test func twoNumbersOfOneNameAreAnError() {
    let input = ReportInput(
      toolVersion: "0.1.0", workloads: [], references: [fixtureReference(), fixtureReference()],
      sources: [fixtureSource()])
    let number = "the published number writer-go-100k"
    #expect(
      throws: ReportingError.duplicateCell(
        CellID(fixtureReference()).text, first: number, second: number)
    ) { try Report(input) }
  }
}
