import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

/// Two runs of a machine that was faster for some programs and slower for others in the second one.
struct RunDriftComparisonTests {
  private static let count = 12
  private static let runtimes = (0..<count).map { Runtime("runtime-\($0)") }

  /// A run in which each runtime takes a factor of its usual time, by a program with a digest.
  private func side(
    _ number: Int, factors: [Double], digests: [String]
  ) -> RunComparison.Side {
    var run = fixtureRun(
      listings: zip(Self.runtimes, digests).map { runtime, digest in
        Listing(
          implementation: .sleeping(runtime), path: runtime.id,
          sha256: runtime.id, programSHA256: digest)
      })
    run.id = "\(number)0000000-0000-4000-8000-000000000000"
    let measured = zip(Self.runtimes, factors).flatMap { runtime, factor in
      trials(
        runtime, tasks(1), .elapsed, [0.97, 1.01, 0.99, 1.03, 1, 1.02].map { $0 * factor * 1e6 })
    }
    return RunComparison.Side(run: run, trials: measured)
  }

  /// The machine's own factors: 15 % up and down.
  private let drifted = (0..<count).map { $0.isMultiple(of: 2) ? 1.15 : 1 / 1.15 }
  private let steady = Array(repeating: 1.0, count: count)
  private let same = Array(repeating: "a", count: count)

  @Test func whatTheMachineDoesToEqualProgramsIsNoVerdict() throws {
    let comparison = try RunComparison(
      of: side(2, factors: drifted, digests: same), to: side(1, factors: steady, digests: same))
    #expect(comparison.rows.count == Self.count)
    #expect(!comparison.rows.contains { $0.verdict?.isDifferent == true })
    #expect(comparison.gate.conclusion != .worse)
    let note = try #require(comparison.notes.first { $0.contains("What is the same program") })
    #expect(note.contains("times by ± 14.9 % (12 cases)"), "\(note)")
  }

  /// The others are the measure of what a difference is.
  @Test func aChangedProgramStandsOutFromThem() throws {
    var (factors, digests) = (drifted, same)
    (factors[3], digests[3]) = (3, "b")
    let comparison = try RunComparison(
      of: side(2, factors: factors, digests: digests), to: side(1, factors: steady, digests: same))
    #expect(
      comparison.gate.worse.map(\.case.implementation.runtime) == [Self.runtimes[3]],
      "\(comparison.gate.sentences)")
  }

  @Test func withoutEqualProgramsTheReaderIsTold() throws {
    let other = Array(repeating: "b", count: Self.count)
    let comparison = try RunComparison(
      of: side(2, factors: drifted, digests: other), to: side(1, factors: steady, digests: same))
    #expect(comparison.rows.contains { $0.verdict == .worse })
    let note = try #require(comparison.notes.first { $0.contains("Too few programs") })
    #expect(note.contains("how much the machine changed times."), "\(note)")
    #expect(comparison.notes.contains { $0.contains("in one run with parallax ab") })
  }
}
