import BenchmarkModel
import FoundationEssentials
import Testing

@testable import parallax

@Suite struct AdviceCheckTests {
  private func problems(
    variant: String?, metric: String = "peakResidentBytes", sentence: String = "Use it.",
    evidence: String = "Memory"
  ) -> [String] {
    let rule = ClaimRule(
      .go,
      .quantity(
        ClaimRule.BoundedQuantity(
          ClaimRule.Selection(
            workload: "contended-counter", variant: variant, size: [Parameter("callers", 64)]),
          metric: metric, quantity: .ratio(to: .go), bound: .limits(.atLeast(1)))))
    let advice = Advice(
      id: "state", place: 1, situation: "State", examples: "Counters",
      answers: [Advice.Answer(sentence: sentence, evidence: evidence, rules: [rule])])
    return ClaimCheck.problems(of: [advice])
  }

  @Test func aRuleThatCanBeDecidedPasses() {
    #expect(problems(variant: "atomic").isEmpty)
    #expect(problems(variant: nil).isEmpty)
  }

  @Test func unknownNamesAreNamedWithTheirFile() {
    #expect(
      problems(variant: "atomc") == [
        "templates/advice/state.json: \"atomc\" is not a known variant. Did you mean \"atomic\"?"
      ])
    #expect(problems(variant: nil, metric: "speed").count == 1)
  }

  @Test func onlyTheEvidenceNamesParameters() {
    #expect(problems(variant: nil, sentence: "{1}", evidence: "With {callers}").isEmpty)
    #expect(
      problems(variant: nil, evidence: "With {caller}") == [
        "templates/advice/state.json: \"caller\" is not a known place. Did you mean \"callers\"?"
      ])
    #expect(problems(variant: nil, evidence: "With {1}").count == 1)
    #expect(problems(variant: nil, sentence: "With {callers}").count == 1)
  }

  /// The first page says once by how much something else must be better than the simplest form.
  @Test func everyAnswerIsChosenByTheFactorThatTheFirstPageStates() throws {
    for advice in try SourceTree(from: ImportTests.root.path).advice() {
      for rule in advice.answers.flatMap(\.rules) {
        guard case .quantity(let quantity) = rule.condition, quantity.quantity.isRatio,
          case .limits(let limits) = quantity.bound
        else { continue }
        let edges = [limits.range().lowerBound, limits.range().upperBound].filter(\.isFinite)
        #expect(
          edges.allSatisfy { [0.5, 1, 2].contains($0) }, "\(advice.id): \(quantity.metric)")
      }
    }
  }
}
