import BenchmarkModel
import FoundationEssentials
import Statistics
import Store

@testable import parallax

/// Runs of consecutive nights on one machine, with elapsed times drawn by the test.
struct Nights {
  /// The cases: `ping-pong` at rising sizes in Go, and as many in Tokio.
  var sizes = 1
  var trials = 8
  /// The toolchains of Go; nil is the one that is measured by default.
  var toolchains: [String?] = [nil]
  /// The standard deviation of a trial's logarithm, about.
  var noise = 0.02
  var machine = Machine(
    fingerprint: "3f2a", cpuModel: "Example 9000", architecture: "x86_64", logicalCores: 2,
    memoryBytes: 8_000_000_000, operatingSystem: nil, kernel: "Linux 6.1.0")

  /// The identifier of a night's run.
  static func id(_ night: Int) -> String {
    let digits = String(night)
    return String(repeating: "0", count: 8 - digits.count) + digits + "-0000-4000-8000-000000000000"
  }

  static let start = Date(timeIntervalSince1970: 1_764_000_000)

  /// Stores a night's run.
  ///
  /// - Parameter level: The elapsed time of a case in nanoseconds; nil for a case that crashes.
  func add(
    _ night: Int, to store: MeasurementStore, level: (Case) -> Double? = { _ in 1e6 }
  ) throws {
    var generator = SeededGenerator(seed: UInt64(night))
    let startedAt = Self.start + Double(night) * 86_400
    let implementations =
      toolchains.map { Implementation(workload: "ping-pong", runtime: .go, toolchain: $0) }
      + [Implementation(workload: "ping-pong", runtime: .tokio)]
    let cases = (1...sizes).flatMap { size in
      implementations.map {
        Case($0, [Parameter("pairs", 1), Parameter("rounds", 1_000 * size)])
      }
    }
    let all = (0..<trials).flatMap { block in
      cases.enumerated().map { place, measured in
        let planned = PlannedTrial(
          position: block * cases.count + place, block: block, case: measured, warmups: 0,
          iterations: 1)
        // The sum of twelve uniform numbers is close to normal.
        let score = (0..<12).reduce(-6.0) { sum, _ in sum + generator.uniform() }
        guard let level = level(measured) else {
          return Trial(planned: planned, startedAt: startedAt, outcome: Outcome(.crashed))
        }
        return Trial(
          planned: planned, startedAt: startedAt, outcome: Outcome(.completed),
          runtimeVersion: measured.implementation.toolchain.map { "go\($0).5" }
            ?? (night < 18 ? "go1.27.2" : "go1.27.3"),
          measurements: [
            BenchmarkModel.Measurement(
              "elapsedNanoseconds", iteration: 0, level * (1 + noise * score))
          ])
      }
    }
    let run = Run(
      id: Self.id(night), startedAt: startedAt, preset: "standard", seed: UInt64(night),
      toolVersion: "0.1.0", commit: "c0ffee\(night)", isDirty: false, machine: machine)
    try store.begin(run, plan: all.map(\.planned), metrics: Metric.known)
    try store.record(all, in: run.id)
    try store.finish(run.id, at: startedAt + 600)
  }
}

extension SeededGenerator {
  /// A number between 0 and 1, exclusive.
  fileprivate mutating func uniform() -> Double {
    (Double(next() >> 11) + 0.5) / 9_007_199_254_740_992
  }
}
