import Testing

@testable import Statistics

struct ProportionTests {
  /// Computed with `scipy.stats.binomtest(k, n).proportion_ci(method="wilson")`.
  @Test(arguments: [
    (0, 104, 0.000000000000, 0.035621354372),
    (5, 104, 0.020708042326, 0.107642027972),
    (50, 100, 0.403831530366, 0.596168469634),
    (9, 10, 0.595849973205, 0.982123786905),
    (10, 10, 0.722467200137, 1.000000000000),
  ])
  func intervalIsWilsons(count: Int, total: Int, lower: Double, upper: Double) throws {
    let share = try #require(Proportion(count, of: total).share)
    let interval = try #require(share.interval)
    #expect(share.value == Double(count) / Double(total))
    #expect(abs(interval.lower - lower) < 1e-9)
    #expect(abs(interval.upper - upper) < 1e-9)
  }

  @Test func noEventsHaveNoShare() {
    #expect(Proportion(0, of: 0).share == nil)
  }
}
