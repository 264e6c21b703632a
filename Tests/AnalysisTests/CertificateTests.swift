import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

struct CertificateTests {
  private let run = fixtureCertifyingRun()

  @Test func steadyMachineGivesNoFalseVerdictAndFindsTheTenth() throws {
    let all =
      fixtureCertifiedTrials(tasks(1_000)) { fixtureNoise(1e6, $0) }
      + fixtureCertifiedTrials(tasks(1_100)) { fixtureNoise(1.1e6, $0) }
    let certificate = try #require(try Certificate(of: run, trials: all, simulations: 100))
    #expect(certificate.falseVerdicts == Proportion(0, of: 4))
    #expect(certificate.found == Proportion(2, of: 2))
    #expect(certificate.simulations.map(\.trialsPerSide) == ModeratedInterval.looks)
    #expect(certificate.simulations.allSatisfy { $0.falseVerdicts == Proportion(0, of: 100) })
    let later = certificate.simulations.dropFirst()
    #expect(later.allSatisfy { $0.found == Proportion(100, of: 100) })
    // The more trials, the less remains beside the band of 5 %.
    let differences = try certificate.simulations.map { try #require($0.smallestDifference) }
    #expect(differences == differences.sorted(by: >) && Set(differences).count == 5)
    #expect((0.05..<0.06).contains(try #require(differences.last)))
    let larger = try #require(certificate.rows.last)
    #expect(larger.case.value(of: "tasks") == 1_100)
    #expect(abs(try #require(larger.ratio) - 1.1) < 0.01)
    // The band of 5 % and the little that the interval adds.
    let smallest = try #require(larger.smallestDifference)
    #expect(smallest > 0.05 && smallest < 0.06)
  }

  /// A verdict on a case against itself is false, in whichever direction.
  @Test func differenceBetweenTheSidesIsAFalseVerdict() throws {
    let all = fixtureCertifiedTrials(tasks(1_000)) { block in
      let isSecond = !block.isMultiple(of: 2)
      return fixtureNoise(isSecond && block < 20 ? 1.5e6 : 1e6, block)
    }
    let certificate = try #require(try Certificate(of: run, trials: all, simulations: 0))
    #expect(certificate.falseVerdicts == Proportion(1, of: 2))
    #expect(certificate.found.total == 0)
    #expect(certificate.sentences.count == 2)
    #expect(certificate.simulated == nil)
  }

  /// A budget is told at the last look that its run reached.
  @Test func smallestDifferenceIsToldForBudgets() throws {
    let all = fixtureCertifiedTrials(tasks(1_000)) { fixtureNoise(1e6, $0) }
    let reaches = [
      Certificate.Reach(preset: "quick", openTrials: [18, 3, 7]),
      Certificate.Reach(preset: "standard", openTrials: [72]),
      Certificate.Reach(preset: "full", openTrials: []),
    ].compactMap(\.self)
    #expect(reaches.map(\.trials) == [7, 72])
    let certificate = try #require(
      try Certificate(of: run, trials: all, simulations: 100, reaches: reaches))
    #expect(
      certificate.simulated?.rows.map(\.last) == ["–", "quick", "–", "standard", "–"])
    let rows = try #require(certificate.simulated?.rows)
    #expect(
      certificate.sentences.last?.contains(
        "quick (7 trials) finds \(rows[1][3]) and standard (72 trials) finds \(rows[3][3]) in 9 of 10"
      )
        == true)
  }

  @Test func trialsThatDidNotCompleteAreNotCompared() throws {
    #expect(try Certificate(of: run, trials: [], simulations: 10) == nil)
    let crashed = incidents(.go, tasks(1), Outcome(.crashed), count: 40)
    #expect(try Certificate(of: run, trials: crashed, simulations: 10) == nil)
    let oneSide = fixtureCertifiedTrials(tasks(1)) { fixtureNoise(1, $0) }.filter {
      $0.planned.block % 2 == 0
    }
    #expect(try Certificate(of: run, trials: oneSide, simulations: 10) == nil)
  }

  @Test func sameTrialsGiveTheSameCertificate() throws {
    let all = fixtureCertifiedTrials(tasks(1_000), repetitions: 3) {
      1e6 + Double($0 * 37 % 60) * 5e3
    }
    let one = try Certificate(of: run, trials: all, simulations: 200)
    #expect(try Certificate(of: run, trials: all.reversed(), simulations: 200) == one)
  }

  @Test func sentencesSayWhatWasFound() throws {
    let all =
      fixtureCertifiedTrials(tasks(1_000)) { fixtureNoise(1e6, $0) }
      + fixtureCertifiedTrials(tasks(1_100)) { fixtureNoise(1.1e6, $0) }
    let certificate = try #require(try Certificate(of: run, trials: all, simulations: 20))
    #expect(
      certificate.sentences.first
        == "In 4 comparisons of programs with themselves, 0 found one side faster or slower: "
        + "0.0 % (0.0 % to 49.0 %). The target is at most 5 %.")
    #expect(
      certificate.sentences.contains(
        "A case with 10 % more work was found slower in 2 of 2 comparisons: 100.0 % (34.2 % to "
          + "100.0 %). The target is at least 90 %."))
    #expect(certificate.cases.rows.allSatisfy { $0.count == certificate.cases.header.count })
    #expect(certificate.simulated?.rows.map(\.first) == ["3", "6", "18", "72", "288"])
  }
}
