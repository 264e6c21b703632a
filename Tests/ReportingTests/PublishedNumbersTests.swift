import BenchmarkModel
import Testing

@testable import Reporting

struct PublishedNumbersTests {
  private func row(
    _ reference: Reference, _ trials: [Trial]
  ) throws -> [Table.Cell] {
    let result = try WorkloadResult(fixtureWorkload(trials))
    let parts = result.publishedParts([reference], trust: ["writer-2024": .medium])
    return try #require(parts.first?.table.rows.first?.cells)
  }

  private let both = trials(.go, tasks(1), [4e6]) + trials(.go, tasks(100_000), [269e6])

  @Test func publishedNumberStandsBesideTheMeasuredOneOfItsSize() throws {
    let cells = try row(fixtureReference(), both)
    #expect(
      cells.map { $0.text ?? "" } == [
        "Go", "100,000 tasks, hold 10,000 ms", "269 MB, hold 2,000 ms", "262.7 MB", "275 MB",
        "goroutines, Go 1.23, peak", "Some processor", "same", "B", "",
      ])
    #expect(cells.last?.markup == .link("writer-2024", to: "sources.md#writer-2024"))
  }

  @Test func equalHoldIsNotRepeated() throws {
    let reference = fixtureReference(parameters: tasks(100_000, holdMilliseconds: 2_000))
    #expect(try row(reference, both)[2].text == "269 MB")
  }

  @Test func sizeThatWasNotMeasuredHasNothingBesideIt() throws {
    let reference = fixtureReference(parameters: tasks(1_000_000))
    #expect(try row(reference, both)[2].text == "–")
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

  @Test func withoutMeasurementsPublishedNumbersAreShownAllTheSame() throws {
    #expect(try row(fixtureReference(), [])[2].text == "–")
  }
}
