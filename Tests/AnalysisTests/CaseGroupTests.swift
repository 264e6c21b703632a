import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis

@Suite struct CaseGroupTests {
  private func groups(
    _ trials: [Trial], onlyHeadline: Bool = false
  ) throws -> [CaseGroup] {
    try CaseGroup.all(of: [fixtureWorkload(trials)], onlyHeadline: onlyHeadline)[0]
  }

  @Test func eachRuntimeStandsWithItsMedianAgainstTheBest() throws {
    let size = tasks(1_000)
    let (megabyte, six) = (1e6, 6)
    let found = try groups(
      trials(.swiftThreads, size, Array(repeating: 8 * megabyte, count: six))
        + trials(.swiftAsync, size, Array(repeating: 2 * megabyte, count: six))
        + trials(.go, size, Array(repeating: 5 * megabyte, count: six - 1))
        + incidents(.go, size, Outcome(.timedOut), count: 2)
        + incidents(.tokio, size, Outcome(.refused, reached: 32_714)))
    #expect(found.map(\.title) == ["Peak resident memory, 1,000 tasks, hold 2,000 ms"])
    let rows = found[0].rows.map { [$0.runtime, $0.trials, $0.median, $0.tally] }
    #expect(
      rows == [
        ["swift-threads", "6", "8.00 MB (8.00 to 8.00)", "4.00 ×, worse"],
        ["swift-async", "6", "2.00 MB (2.00 to 2.00)", ""],
        ["go", "5 of 7", "5.00 MB", "2.50 ×, inconclusive, timed out"],
        ["tokio", "0 of 1", "refused at 32,714", ""],
      ])
  }

  @Test func allSizesOrThatOfTheSentencesAreShown() throws {
    let all = [10, 1_000, 100_000].flatMap { trials(.go, tasks($0), [1e6, 2e6]) }
    #expect(try groups(all).map(\.title.count).count == 3)
    #expect(
      try groups(all, onlyHeadline: true).map(\.title)
        == ["Peak resident memory, 100,000 tasks, hold 2,000 ms"])
    #expect(try groups([]) == [])
  }

  @Test func theHalfWidthIsThatOfTheElapsedTimeRelativeToItsMedian() throws {
    let size = tasks(10)
    func width(_ values: [Double]) throws -> Double? {
      try relativeHalfWidth(of: trials(.go, size, .elapsed, values), in: fixtureRun())
    }
    #expect(try width([90, 92, 100, 105, 108, 110]) == 10 / 102.5)
    // Two trials alone say little about their spread.
    #expect(try #require(try width([99, 101])) > 0.1)
    #expect(try width([100, 100, 100]) == nil)
    #expect(try width([100, 100, 100, 100, 100, 100]) == 0)
    #expect(try width([0, 0]) == nil)
    #expect(try width([0, 0, 0, 0, 100, 100]) == .infinity)
    #expect(try width([100]) == nil)
    #expect(try width([]) == nil)
    #expect(
      try relativeHalfWidth(
        of: incidents(.go, size, Outcome(.crashed), count: 6), in: fixtureRun()) == nil)
    #expect(try relativeHalfWidth(of: trials(.go, size, [1, 2, 3]), in: fixtureRun()) == nil)
  }
}
