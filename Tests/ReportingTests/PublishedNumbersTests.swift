import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

struct PublishedNumbersTests {
  private func published(_ references: [Reference], _ trials: [Trial]) throws -> PublishedTable? {
    let result = try WorkloadResult(fixtureWorkload(trials))
    return PublishedTable(
      PublishedPair.all(in: result, of: references), in: result, [fixtureSource()])
  }

  private func row(_ reference: Reference) throws -> [String] {
    let table = try #require(try published([reference], both)).table
    return try #require(table.rows.first).cells.map { cell in
      if case .link(let text, _) = cell.markup { text } else { cell.text ?? "" }
    }
  }

  private let both = trials(.go, tasks(1), [4e6]) + trials(.go, tasks(100_000), [269e6])

  @Test func publishedNumberStandsBesideTheMeasuredOneOfItsSize() throws {
    let reference = fixtureReference()
    let published = try #require(try published([reference], both))
    #expect(
      try row(reference) == [
        "Go", "100,000 tasks", "269 MB, hold 2,000 ms", "262.7 MB, hold 10,000 ms", "275 MB",
        "1.02", "a",
      ])
    let links = published.table.rows[0].cells.compactMap(\.markup)
    let measured = CellID(
      Case(.sleeping(.go), tasks(100_000)), metric: Metric.peakResident.name)
    #expect(
      links == [
        .link("269 MB, hold 2,000 ms", to: "sleeping-tasks-proof.md#\(measured)"),
        .link("262.7 MB, hold 10,000 ms", to: "sources.md#\(CellID(reference))"),
      ])
    #expect(
      published.origins == [
        PublishedTable.Origin(
          key: "a", source: .link("writer-2024", to: "sources.md#writer-2024"),
          text: "2024-02-17, trust B, other machine, (Some processor), goroutines, Go 1.23, "
            + "contract same")
      ])
  }

  @Test func equalHoldIsNotRepeated() throws {
    let reference = fixtureReference(parameters: tasks(100_000, holdMilliseconds: 2_000))
    #expect(try row(reference)[2] == "269 MB")
  }

  @Test func numbersOfOneOriginShareItsKey() throws {
    let references = [
      fixtureReference("a"), fixtureReference("b", parameters: tasks(1)),
      fixtureReference("c", contract: .similar(difference: "Timers.")),
    ]
    let published = try #require(try published(references, both))
    // By size: first the one of one task.
    #expect(published.table.rows.compactMap { $0.cells.last?.text } == ["a", "a", "b"])
    #expect(published.origins.map(\.key) == ["a", "b"])
  }

  /// It is no ratio of runtimes: other work has none, and a bound stays a bound.
  @Test(arguments: [
    (ContractMatch.same, Reference.Qualifier.exact, "1.02"), (.same, .approximate, "about 1.02"),
    (.same, .atMost, "at most 1.02"), (.similar(difference: "Timers."), .exact, "–"),
  ])
  func reproductionFigureNeedsTheSameContract(
    contract: ContractMatch, qualifier: Reference.Qualifier, figure: String
  ) throws {
    #expect(try row(fixtureReference(qualifier: qualifier, contract: contract))[5] == figure)
  }

  @Test func whatCannotStandBesideANumberIsCounted() throws {
    let references = [
      fixtureReference("size", parameters: tasks(1_000_000)),
      fixtureReference("work", contract: .different(difference: "Other work.")),
      fixtureReference("language", runtime: nil),
    ]
    #expect(try published(references, both) == nil)
    #expect(try published([fixtureReference()], []) == nil)
    let (all, result) = (
      references + [fixtureReference()], try WorkloadResult(fixtureWorkload(both))
    )
    #expect(
      PublishedTable.unpaired(
        besides: PublishedPair.all(in: result, of: all), in: result, of: all)
        == "3 published numbers of other sizes, metrics or languages, of runtimes without a value, "
        + "or under another contract, are")
  }

  @Test func machineThatIsNotStatedIsUnknown() {
    var reference = fixtureReference()
    #expect(Comparability(of: reference) == .otherMachine)
    reference.provenance.hardware = Reference.notStated
    #expect(Comparability(of: reference) == .unknown)
    #expect(Comparability.allCases.filter(\.earnsRatio) == [.sameRun, .sameMachine])
  }

  @Test(arguments: [
    (Reference.Qualifier.exact, "262.7 MB"), (.approximate, "about 262.7 MB"),
    (.atMost, "at most 262.7 MB"), (.atLeast, "at least 262.7 MB"),
  ])
  func qualifierIsPrinted(qualifier: Reference.Qualifier, text: String) {
    #expect(fixtureReference(qualifier: qualifier).printedText == text)
  }

  @Test func differenceOfTheContractIsSaid() {
    let contract = ContractMatch.similar(difference: "Timers, not tasks.")
    #expect(fixtureReference(contract: contract).contractText == "similar: Timers, not tasks.")
  }

  /// Hollow marks: same and similar contracts only, one series a runtime.
  @Test func chartShowsNoNumberOfAnotherContract() throws {
    let result = try WorkloadResult(fixtureWorkload(both))
    let other = ContractMatch.different(difference: "Other work.")
    let series = result.publishedSeries(
      of: .peakResident, over: "tasks",
      [
        fixtureReference("a", parameters: tasks(100_000), bytes: 2),
        fixtureReference("b", parameters: tasks(1), bytes: 1),
        fixtureReference("c", parameters: tasks(9), bytes: 9, contract: other),
        fixtureReference("d", runtime: nil, parameters: tasks(9), bytes: 9),
        fixtureReference("e", parameters: tasks(9), bytes: 9, contract: .similar(difference: "x")),
      ])
    #expect(series.map(\.label) == ["Go goroutines, 1 source"])
    #expect(series.first?.points.map(\.size) == [1, 9, 100_000])
  }
}
