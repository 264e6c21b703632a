import Statistics
import Testing

struct WarmUpTests {
  @Test(
    arguments: [
      ([10, 10, 10, 10, 10, 10], WarmUp.flat),
      ([10.2, 9.9, 10.1, 10, 9.8, 10.1], .flat),
      ([10.04, 10.03, 10.02, 10.01, 10, 9.99, 9.98, 9.97], .flat),
      ([20, 17, 14, 12, 11, 10], .warming),
      ([20, 10, 10.1, 10, 9.9, 10], .warming),
      ([13, 12, 10, 10.1, 9.9, 10, 10, 10.1], .warming),
      ([10, 11, 12, 14, 17, 20], .slowing),
      ([5, 10, 10.1, 10, 9.9, 10], .slowing),
      ([10, 10.1, 9.9, 10, 15, 15.1, 15.2, 14.9, 10.1, 10, 9.8, 10.2], .unsteady),
      ([10, 15, 10, 15, 10, 15, 10, 15, 10, 15], .flat),
      ([20, 17, 14, 12, 11], .inconclusive), ([], .inconclusive),
      ([1, 2, 3, 4, 5, .nan], .inconclusive), ([1, 2, 3, 4, 5, .infinity], .inconclusive),
      ([0, 0, 0, 0, 0, 0], .flat), ([1, 0, 0, 0, 0, 0], .warming),
      ([1e300, 1e300, -1e300, -1e300, 1e300, 1e300], .flat),
    ] as [([Double], WarmUp)]
  )
  func shapesAreNamed(values: [Double], expected: WarmUp) {
    #expect(WarmUp(of: values) == expected)
    #expect(WarmUp(of: values, better: .higher) == opposite(of: expected))
  }

  @Test func aChangeWithinTheBandIsFlat() {
    let values: [Double] = [120, 117, 114, 112, 108, 104, 102, 100]
    #expect(WarmUp(of: values) == .warming)
    #expect(WarmUp(of: values, band: 0.3) == .flat)
  }

  /// Of trials without a trend, few are classified as anything but flat.
  @Test(arguments: [6, 11, 40]) func valuesWithoutOrderAreMostlyFlat(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let flat = (0..<1_000).count { _ in
      let values = (0..<count).map { _ in Double.random(in: 0.8...1.2, using: &generator) }
      return WarmUp(of: values) == .flat
    }
    #expect(flat > 850)
  }

  @Test(arguments: seeds) func scalingChangesNothing(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let values = (0..<10).map { Double.random(in: 1...2, using: &generator) - Double($0 / 4) / 4 }
    #expect(WarmUp(of: values) == WarmUp(of: values.map { $0 * 1_024 }))
  }

  @Test(
    arguments: [
      ([.flat, .flat, .warming], .flat),
      ([.warming, .warming, .inconclusive], .warming),
      ([.flat, .warming], .unsteady),
      ([.inconclusive, .inconclusive], .inconclusive), ([], .inconclusive),
      ([.slowing], .slowing), ([.slowing, .warming, .flat], .unsteady),
    ] as [([WarmUp], WarmUp)]
  )
  func trialsCombineToWhatTwoThirdsShare(trials: [WarmUp], expected: WarmUp) {
    #expect(WarmUp.combined(trials) == expected)
  }

  private func opposite(of warmUp: WarmUp) -> WarmUp {
    switch warmUp {
    case .warming: .slowing
    case .slowing: .warming
    case .flat, .unsteady, .inconclusive: warmUp
    }
  }
}
