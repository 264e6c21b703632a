import Reporting
import Testing

@testable import Rendering

@Suite("Axes")
struct AxisTests {
  @Test(
    "Linear ticks begin at zero, are round and cover the values",
    arguments: [
      ([231.4], ["0", "50", "100", "150", "200", "250"]), ([300], ["0", "100", "200", "300"]),
      ([0.3, 0.7], ["0", "0.2", "0.4", "0.6", "0.8"]),
      ([99_000], ["0", "20k", "40k", "60k", "80k", "100k"]),
      ([1200], ["0", "250", "500", "750", "1,000", "1,250"]), ([], ["0", "1"]), ([0], ["0", "1"]),
      ([1], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ])
  func linearTicks(_ values: [Double], _ labels: [String]) {
    let axis = Chart.Axis("x", unitSize: 1_048_576, covering: values.map { $0 * 1_048_576 })
    #expect(axis.ticks.map(\.label) == labels)
    #expect(axis.ticks.first?.value == 0)
  }

  @Test(
    "Logarithmic ticks are powers of ten, with steps between if those are few",
    arguments: [
      ([2.4, 2658], ["1", "10", "100", "1,000", "10k"]), ([3, 40], ["2", "5", "10", "20", "50"]),
      ([1, 1e6], ["1", "10", "100", "1,000", "10k", "100k", "1M"]),
      ([10, 1000], ["10", "20", "50", "100", "200", "500", "1,000"]),
      ([5, 5], ["5", "10"]), ([1, 1], ["1", "2"]), ([0, -1], ["1", "10"]),
      ([0.02, 3e9], ["0.01", "1", "100", "10k", "1M", "100M", "10G"]),
    ])
  func logarithmicTicks(_ values: [Double], _ labels: [String]) {
    #expect(Chart.Axis("x", scale: .logarithmic, covering: values).ticks.map(\.label) == labels)
  }

  @Test("There are few ticks and they cover the range", arguments: 0..<200)
  func ticksCover(_ seed: Int) {
    let minimum = Double(seed * 37 % 101 + 1) / 7
    let maximum = minimum * Double(seed * seed % 977 + 1)
    for scale in [Chart.Axis.Scale.linear, .logarithmic] {
      let axis = Chart.Axis("x", scale: scale, covering: [minimum, maximum])
      #expect((2...7).contains(axis.ticks.count))
      #expect((axis.ticks.first?.value ?? .infinity) <= minimum)
      #expect((axis.ticks.last?.value ?? 0) >= maximum)
      #expect(axis.position(of: axis.ticks[0].value) == 0)
      #expect(axis.position(of: maximum) <= 1)
    }
  }

  @Test("Values outside an axis are drawn at its nearer end")
  func positionsAreBounded() {
    let axis = Chart.Axis("x", scale: .logarithmic, covering: [1, 10])
    #expect(axis.position(of: 0) == 0)
    #expect(axis.position(of: 1e9) == 1)
    #expect(abs(axis.position(of: 5) - 0.69897) < 1e-5)
  }
}
