import AnalysisFixtures
import BenchmarkModel
import FoundationEssentials
import Statistics
import Testing

@testable import Analysis

/// What the gate answers, with the noise and the numbers of trials of real use.
struct GateTests {
  private func run(_ digit: Character, kernel: String = "Linux 6.1") -> Run {
    var run = fixtureRun()
    run.id = String(repeating: digit, count: 8) + "-0000-4000-8000-000000000000"
    run.machine.kernel = kernel
    return run
  }

  /// A run of cases whose trials vary by a spread; each night has other random numbers.
  private func night(
    _ night: Int, cases: Int = 53, trialCount: Int = 8, spread: Double = 0.02, factor: Double = 1,
    _ run: Run? = nil
  ) -> RunComparison.Side {
    var generator = SeededGenerator(seed: 77, stream: UInt64(night))
    let all = (0..<cases).flatMap { one in
      trials(
        .go, tasks(one + 1), .elapsed,
        (0..<trialCount).map { _ in
          // The sum of twelve uniform numbers is close to normal.
          let score = (0..<12).reduce(-6.0) { sum, _ in
            sum + (Double(generator.next() >> 11) + 0.5) / 9_007_199_254_740_992
          }
          return factor * 1e6 * Double(one + 1) * (1 + spread * score)
        })
    }
    return RunComparison.Side(run: run ?? self.run("1"), trials: all)
  }

  private func compared(
    _ candidate: RunComparison.Side, to baseline: RunComparison.Side, margin: Double = Gate.margin
  ) throws -> RunComparison {
    try RunComparison(
      of: candidate, to: baseline,
      terms: RunComparison.Terms(metrics: [.elapsed], margin: margin))
  }

  /// Six trials a side are enough to confirm that everything is ten times as slow.
  @Test func tenfoldTimesAreConfirmedAmongManyCases() throws {
    let comparison = try compared(
      night(2, trialCount: 6, spread: 0.2, factor: 10, run("2")),
      to: night(1, trialCount: 6, spread: 0.2))
    #expect(comparison.gate.conclusion == .worse)
    #expect(comparison.gate.worse.count == 53)
    #expect(comparison.gate.open.isEmpty && comparison.gate.trialsNeeded == nil)
    #expect(comparison.gate.sentences.first == "Confirmed worse: 53 of 53 rows.")
  }

  /// 28 pairs of the nights 1 to 8.
  @Test func nightsWithoutAChangePass() throws {
    let nights = (1...8).map { night($0, run(Character("\($0)"))) }
    var passed = 0
    for (index, baseline) in nights.enumerated() {
      for candidate in nights[(index + 1)...] {
        let gate = try compared(candidate, to: baseline).gate
        passed += gate.conclusion == .notWorse ? 1 : 0
      }
    }
    #expect(passed >= 26, "\(passed) of 28")
  }

  @Test func aCaseThatLostItsValueIsWorseAndHasARow() throws {
    var candidate = night(2, cases: 3, run("2"))
    candidate = RunComparison.Side(
      run: candidate.run,
      trials: candidate.trials.filter { $0.planned.case.parameters != tasks(2) }
        + incidents(.go, tasks(2), Outcome(.crashed), count: 8))
    let gate = try compared(candidate, to: night(1, cases: 3)).gate
    #expect(gate.conclusion == .worse && gate.worse.isEmpty)
    #expect(gate.losses.map(\.case.parameters) == [tasks(2)])
    #expect(gate.losses.map(\.outcome) == ["8 crashed"])
    #expect(gate.sentences.first == "Confirmed worse: 1 case without a value.")
    #expect(!gate.isEverythingEqual)
  }

  /// A budget that was too small says nothing about a program.
  @Test func aCaseThatTheBudgetLeftOutIsNotWorse() throws {
    var candidate = night(2, cases: 3, run("2"))
    candidate = RunComparison.Side(
      run: candidate.run,
      trials: candidate.trials.filter { $0.planned.case.parameters != tasks(2) }
        + incidents(.go, tasks(2), Outcome(.leftOut), count: 1))
    let comparison = try compared(candidate, to: night(1, cases: 3))
    let gate = comparison.gate
    #expect(gate.conclusion == .inconclusive && gate.losses.isEmpty && gate.worse.isEmpty)
    #expect(gate.leftOut.map(\.parameters) == [tasks(2)])
    #expect(
      gate.sentences.contains { $0.contains("too small for 1 case that the baseline measured") })
    #expect(!comparison.notes.contains { $0.contains("left out") })
  }

  @Test func aNewKernelIsNotInTheWay() throws {
    let gate = try compared(
      night(2, cases: 3, run("2", kernel: "Linux 6.2")), to: night(1, cases: 3)
    ).gate
    #expect(gate.conclusion == .notWorse)
  }

  @Test func noisePastTheMarginNeedsMoreTrials() throws {
    let gate = try compared(
      night(2, cases: 5, spread: 0.6, run("2")), to: night(1, cases: 5, spread: 0.6)
    ).gate
    #expect(gate.conclusion == .inconclusive && !gate.open.isEmpty)
    let needed = try #require(gate.trialsNeeded)
    #expect(needed > 8 && needed < 1_000)
    #expect(gate.sentences.contains { $0.contains("measure with --trials \(needed).") })
  }

  /// A case whose estimate lies at the edge needs many times the trials of the others.
  @Test func oneCaseAtTheEdgeDoesNotSpeakForAll() throws {
    var candidate = night(2, cases: 20, spread: 0.6, run("2"))
    let edge = night(3, cases: 1, spread: 0.6, factor: 1.45)
    candidate = RunComparison.Side(
      run: candidate.run,
      trials: candidate.trials.filter { $0.planned.case.parameters != tasks(1) } + edge.trials)
    let gate = try compared(candidate, to: night(1, cases: 20, spread: 0.6)).gate
    let needed = try #require(gate.trialsNeeded)
    let sentence = try #require(gate.sentences.last)
    #expect(
      sentence.hasSuffix(
        ", \(groupedText(needed)) all: measure with --trials \(namedTrials(in: sentence))."))
    #expect(namedTrials(in: sentence) * 2 < needed)
  }

  /// The number after `--trials` in a sentence.
  private func namedTrials(in sentence: String) -> Int {
    sentence.components(separatedBy: "--trials ").last.flatMap { Int($0.dropLast()) } ?? .max
  }

  /// With the number of trials that the gate named, it decides.
  @Test func soManyTrialsSettleIt() throws {
    let few = try compared(
      night(2, cases: 5, trialCount: 4, spread: 0.2, run("2")),
      to: night(1, cases: 5, trialCount: 4, spread: 0.2), margin: 0.2
    ).gate
    let needed = try #require(few.trialsNeeded)
    let many = try compared(
      night(2, cases: 5, trialCount: 2 * needed, spread: 0.2, run("2")),
      to: night(1, cases: 5, trialCount: 2 * needed, spread: 0.2), margin: 0.2
    ).gate
    #expect(few.conclusion == .inconclusive && many.conclusion == .notWorse)
  }

  @Test func onlyBetterIsSaid() throws {
    let gate = try compared(night(2, cases: 5, factor: 0.5, run("2")), to: night(1, cases: 5)).gate
    #expect(gate.conclusion == .onlyBetter)
  }

  @Test func everythingEqualIsASeparateAnswer() throws {
    let steady = try compared(
      night(2, cases: 5, spread: 0.005, run("2")), to: night(1, cases: 5, spread: 0.005)
    ).gate
    #expect(steady.isEverythingEqual && steady.sentences.contains("Everything is shown equal."))
    let noisy = try compared(
      night(2, cases: 5, spread: 0.1, run("2")), to: night(1, cases: 5, spread: 0.1)
    ).gate
    #expect(!noisy.isEverythingEqual && noisy.conclusion == .notWorse)
  }

  @Test(arguments: [
    (1.0, 1.2, 8, 1.5, 1.05, 2), (1.0, 2.0, 8, 1.5, 1.05, 24), (1.45, 2.0, 8, 1.5, 1.05, 8),
    (1.5, 1.5, 8, 1.5, 1.5, 1_000_000),
  ])
  func trialsGoWithTheSquareOfTheWidth(
    value: Double, bound: Double, trials: Int, upper: Double, lower: Double, expected: Int
  ) {
    #expect(
      trialsNeeded(for: value, upTo: bound, trials: trials, below: upper, orAbove: lower)
        == expected)
  }
}
