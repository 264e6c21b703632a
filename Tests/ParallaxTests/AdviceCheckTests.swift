import BenchmarkModel
import Testing

@testable import parallax

@Suite struct AdviceCheckTests {
  private func problems(variant: String?, metric: String = "peakResidentBytes") -> [String] {
    let rule = ClaimRule(
      .go,
      .quantity(
        ClaimRule.BoundedQuantity(
          ClaimRule.Selection(
            workload: "contended-counter", variant: variant, size: [Parameter("callers", 64)]),
          metric: metric, quantity: .ratio(to: .go), bound: .limits(.atLeast(1)))))
    let advice = Advice(
      id: "state", place: 1, situation: "State", examples: "Counters",
      answers: [Advice.Answer(sentence: "Use it.", rules: [rule])])
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
}
