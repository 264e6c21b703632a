import Statistics
import Testing

struct ConfidenceIntervalTests {
  @Test(
    arguments: [(0.99, false), (1, true), (2, true), (3, true), (3.01, false), (.nan, false)]
      as [(Double, Bool)]
  )
  func bothBoundsBelongToTheInterval(value: Double, isContained: Bool) {
    let interval = ConfidenceInterval(level: 0.95, lower: 1, upper: 3)
    #expect(interval.contains(value) == isContained)
  }

  @Test func descendingBoundsAreRefused() async {
    await #expect(processExitsWith: .failure) {
      _ = ConfidenceInterval(level: 0.95, lower: 2, upper: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = ConfidenceInterval(level: 0.95, lower: 1, upper: .infinity)
    }
    await #expect(processExitsWith: .failure) {
      _ = ConfidenceInterval(level: 95, lower: 1, upper: 2)
    }
    await #expect(processExitsWith: .failure) { _ = Estimate(value: .nan, interval: nil) }
  }
}
