import BenchmarkModel
import Testing

@testable import Runner

@Suite struct OpenQuestionTests {
  private func question(
    blocks: Int = 6, halfWidth: Double?, distance: Double?
  ) -> OpenQuestion {
    OpenQuestion(
      cases: [], isHeadline: true, blocks: blocks, logHalfWidth: halfWidth, logDistance: distance)
  }

  @Test func aQuestionIsAHalfChanceWhereTheNextIntervalJustReachesTheEdge() {
    // Four times the blocks halve the interval.
    let even = question(halfWidth: 0.2, distance: 0.1).chance(after: 18)
    #expect(abs(even - 0.5) < 1e-12)
  }

  /// Twice the blocks: a half-width of 0.1414 and a movement of 0.2/2.576 × √½ = 0.05490, so the distance of
  /// 0.2 is 1.0669 deviations beyond, and that of 0.05 is 1.6653 short.
  @Test func theChanceIsThatOfTheNormalDistribution() {
    #expect(abs(question(halfWidth: 0.2, distance: 0.2).chance(after: 6) - 0.8570) < 1e-3)
    #expect(abs(question(halfWidth: 0.2, distance: 0.05).chance(after: 6) - 0.0479) < 1e-3)
  }

  @Test func theChanceGrowsWithBlocksAndDistance() {
    let chances = [3, 6, 12, 24].map { question(halfWidth: 0.3, distance: 0.15).chance(after: $0) }
    #expect(chances == chances.sorted() && Set(chances).count == 4)
    let near = question(halfWidth: 0.3, distance: 0.01).chance(after: 6)
    #expect(near < question(halfWidth: 0.3, distance: 0.1).chance(after: 6))
  }

  @Test func withoutAnIntervalNothingIsKnown() {
    #expect(question(halfWidth: nil, distance: nil).chance(after: 3) == 0.5)
    #expect(question(halfWidth: 0, distance: 0.1).chance(after: 3) == 1)
  }

  @Test func blocksNeededFollowTheSquareRootLaw() {
    #expect(question(halfWidth: 0.2, distance: 0.1).blocksNeeded == 18)
    #expect(question(halfWidth: 0.2, distance: 0).blocksNeeded == nil)
    #expect(question(halfWidth: nil, distance: 0.1).blocksNeeded == nil)
  }

  @Test func theOutlookSeparatesWhatCanBeDecidedFromWhatCannot() {
    func open(_ runtime: Runtime, _ distance: Double) -> OpenQuestion {
      let cases = [runtime, .tokio].map {
        Case(Implementation(workload: "skynet", runtime: $0), [])
      }
      return OpenQuestion(
        cases: cases, isHeadline: true, blocks: 6, logHalfWidth: 0.2, logDistance: distance)
    }
    let questions = [open(.go, 0.1), open(.swiftAsync, 0.15), open(.swiftThreads, 0.01)]
    let seconds = Dictionary(
      uniqueKeysWithValues: Set(questions.flatMap(\.cases)).map { ($0, Duration.seconds(1)) })
    let outlook = RaceOutlook(questions, seconds)
    #expect(outlook.reachable == 2 && outlook.beyond == 1)
    // 18 blocks of Go and of Tokio, which both questions share, and 5 of Swift.
    #expect(outlook.time == .seconds(18 + 18 + 5))
  }
}
