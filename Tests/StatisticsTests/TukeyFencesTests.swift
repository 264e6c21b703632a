import Statistics
import Testing

struct TukeyFencesTests {
  /// Quartiles 3 and 7 of the values 1 to 9, so fences at −3 and 13, −9 and 19.
  @Test(
    arguments: [
      (-3, TukeyFences.Mark.inside), (5, .inside), (13, .inside), (13.1, .mild), (19, .mild),
      (19.1, .severe), (-3.1, .mild), (-9, .mild), (-9.1, .severe),
    ] as [(Double, TukeyFences.Mark)]
  )
  func marksFollowTheFences(value: Double, expected: TukeyFences.Mark) throws {
    let fences = TukeyFences(of: try makeSample((1...9).map(Double.init)))
    #expect(fences.inner == -3...13)
    #expect(fences.outer == -9...19)
    #expect(fences.mark(of: value) == expected)
  }

  @Test(
    arguments: [[4.5], [0, 0, 0], [1, 2], [tiny, tiny], [-1e300, 1e300, 1e300, -1e300]]
      as [[Double]]
  )
  func degenerateSamplesHaveNoOutliers(values: [Double]) throws {
    let fences = TukeyFences(of: try makeSample(values))
    #expect(values.allSatisfy { fences.mark(of: $0) == .inside })
  }

  @Test func anyOtherValueAmongEqualOnesIsSevere() throws {
    let fences = TukeyFences(of: try makeSample([2, 2, 2, 2, 2, 2, 2.5]))
    #expect(fences.mark(of: 2) == .inside)
    #expect(fences.mark(of: 2.5) == .severe)
  }
}
