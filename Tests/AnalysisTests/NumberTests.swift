import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

struct NumberTests {
  @Test(arguments: [
    (0, 0, "0"), (5, 0, "5"), (999, 0, "999"), (1_000, 0, "1,000"), (1_234_567, 0, "1,234,567"),
    (1.005, -2, "1.00"), (1.25, -1, "1.3"), (0.05, -2, "0.05"), (-1_234.5, -1, "-1,234.5"),
    (2_643, 1, "2,640"), (99_950, 2, "100,000"), (-0.0001, -2, "0.00"), (1e18, 0, "1e+18"),
  ])
  func numberIsCutBehindItsLastDigit(value: Double, lastDigit: Int, text: String) {
    #expect(numberText(value, lastDigit: lastDigit) == text)
  }

  /// A database may hold any number; none may end the report.
  @Test(arguments: [
    (1e29, 27, "1e+29"), (9e18, 16, "9e+18"), (0.5, 40, "0.5"), (1.5e-30, -32, "1.5e-30"),
    (.leastNonzeroMagnitude, -326, "5e-324"), (1e300, 298, "1e+300"),
    (8e18, 16, "8,000,000,000,000,000,000"), (1e-18, -18, "0.000000000000000001"),
  ])
  func numberBeyondWholeNumbersIsWrittenWithItsPower(value: Double, lastDigit: Int, text: String) {
    #expect(numberText(value, lastDigit: lastDigit) == text)
    #expect(!quantityText(value, .nanoseconds).isEmpty)
  }

  @Test(arguments: [
    (1, 3, -2), (9.994, 3, -2), (9.996, 3, -1), (10, 3, -1), (99.96, 3, 0), (100, 3, 0),
    (999.6, 3, 1), (0.001, 3, -5), (0.00999, 3, -5), (0.009996, 3, -4), (0, 3, -2),
    (123_456, 6, 0), (-45, 3, -1), (1e12, 3, 10),
  ])
  func lastDigitKeepsSoManyDigits(value: Double, digits: Int, expected: Int) {
    #expect(lastDigit(of: value, keeping: digits) == expected)
  }

  @Test(arguments: [
    (1, "1"), (1_500, "1,500"), (9_000, "9,000"), (10_000, "10k"), (100_000, "100k"),
    (32_714, "32,714"), (1_000_000, "1M"), (1_500_000, "1,500k"), (0, "0"),
  ])
  func sizeIsAsShortAsItCanBeSaid(number: Int, text: String) {
    #expect(shortText(number) == text)
  }

  @Test(arguments: [
    (1, "task", "1 task"), (0, "task", "0 tasks"), (32_714, "task", "32,714 tasks"),
    (2, "query", "2 queries"), (2, "day", "2 days"), (2, "batch", "2 batches"),
    (2, "switch", "2 switches"), (2, "box", "2 boxes"),
  ])
  func countedNounsAgreeWithTheirNumber(number: Int, noun: String, text: String) {
    #expect(counted(number, noun) == text)
  }

  @Test func partsAreEnumerated() {
    #expect(enumerated([]) == "")
    #expect(enumerated(["a"]) == "a")
    #expect(enumerated(["a", "b"]) == "a and b")
    #expect(enumerated(["a", "b", "c"]) == "a, b and c")
  }
}

struct QuantityTests {
  @Test(arguments: [
    (0, Metric.Unit.nanoseconds, "0 ns"), (512, .nanoseconds, "512 ns"),
    (51.25, .nanoseconds, "51.3 ns"), (999.4, .nanoseconds, "999 ns"),
    (999.6, .nanoseconds, "1.00 µs"), (1_000, .nanoseconds, "1.00 µs"),
    (51_234_567, .nanoseconds, "51.2 ms"), (999_600_000, .nanoseconds, "1.00 s"),
    (10_003_000_000, .nanoseconds, "10.0 s"), (4_000_000_000_000, .nanoseconds, "4,000 s"),
    (0, .bytes, "0 B"), (448, .bytes, "448 B"), (2_048, .bytes, "2.05 kB"),
    (47_300_000, .bytes, "47.3 MB"), (268_435_456, .bytes, "268 MB"),
    (2_711_182_336, .bytes, "2.71 GB"), (-3_200, .bytes, "−3.20 kB"),
    (32_714, .count, "32,714"), (0, .count, "0"), (12.5, .count, "12.5"),
    (625_522.5, .count, "625,523"),
  ])
  func valueIsPrintedInTheUnitThatFits(value: Double, unit: Metric.Unit, text: String) {
    #expect(quantityText(value, unit) == text)
  }

  @Test(arguments: [
    // The bounds take the value's unit and digits.
    (51.2e6, 49.8e6, 53.04e6, Metric.Unit.nanoseconds, "51.2 ms (49.8 to 53.0)"),
    (999e3, 990e3, 1_020e3, .nanoseconds, "999 µs (990 to 1,020)"),
    // Narrow intervals get the digits that tell their bounds apart, up to six.
    (10.003e9, 10.002e9, 10.004e9, .nanoseconds, "10.003 s (10.002 to 10.004)"),
    (269.04e6, 268.96e6, 269.13e6, .bytes, "269.0 MB (269.0 to 269.1)"),
    (10e9, 10e9, 10e9 + 10, .nanoseconds, "10.0 s (10.0 to 10.0)"),
    // No width, no further digits.
    (4.2e6, 4.2e6, 4.2e6, .bytes, "4.20 MB (4.20 to 4.20)"),
    (4, 3, 5, .count, "4 (3 to 5)"), (4.5, 4, 5, .count, "4.5 (4.0 to 5.0)"),
    // A count has no digits that its interval leaves open.
    (625_522.5, 623_773.8, 626_601.7, .count, "626,000 (624,000 to 627,000)"),
    (3, 2.8, 3.2, .count, "3.0 (2.8 to 3.2)"), (61, 44.1, 81.5, .count, "61 (44 to 82)"),
    (-463e3, -500e3, -420e3, .bytes, "−463 kB (−500 to −420)"),
    // Bounds a power of ten apart say nothing.
    (593e3, 12e3, 65.5e6, .nanoseconds, "593 µs (no useful interval)"),
    (593e3, 200e3, 2e6, .nanoseconds, "593 µs (200 to 2,000)"),
  ])
  func intervalHasTheUnitOfItsValue(
    value: Double, lower: Double, upper: Double, unit: Metric.Unit, text: String
  ) {
    let interval = ConfidenceInterval(level: 0.95, lower: lower, upper: upper)
    #expect(QuantityText(Estimate(value: value, interval: interval), unit).text == text)
  }

  @Test func valuePerUnitStaysInTheStoredUnit() {
    let interval = ConfidenceInterval(level: 0.95, lower: 2_610, upper: 2_680)
    let estimate = Estimate(value: 2_643, interval: interval)
    #expect(QuantityText(estimate, .bytes, isPerUnit: true).text == "2,640 B (2,610 to 2,680)")
  }

  @Test(arguments: [
    (0.2426, 0.2401, 0.2457, "0.243 × (0.240 to 0.246)"), (1, 1, 1, "1.00 × (1.00 to 1.00)"),
    (12.34, 11.9, 12.8, "12.3 × (11.9 to 12.8)"),
    (2_345.6, 2_300, 2_400, "2,346 × (2,300 to 2,400)"),
    (249, 42, 1_489, "249 × (at least 42.0)"), (0.004, 0.0007, 0.024, "0.00400 × (at most 0.0240)"),
    (1, 0.24, 4.23, "1.00 × (no useful interval)"),
  ])
  func ratioIsPrintedWithItsInterval(value: Double, lower: Double, upper: Double, text: String) {
    let interval = ConfidenceInterval(level: 0.95, lower: lower, upper: upper)
    #expect(ratioText(Estimate(value: value, interval: interval)) == text)
  }

  @Test func nothingIsPrintedForAMissingInterval() {
    #expect(QuantityText(Estimate(value: 5e6, interval: nil), .bytes).text == "5.00 MB")
    #expect(ratioText(Estimate(value: 2, interval: nil)) == "2.00 ×")
  }

  @Test(arguments: [(0.95, "95 %"), (0.5, "50 %"), (0.875, "87.5 %"), (0.75, "75 %")])
  func shareIsAPercentage(share: Double, text: String) {
    #expect(percentText(share) == text)
  }
}
