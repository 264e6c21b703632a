import BenchmarkModel
import References
import Testing

@Suite struct AdviceReaderTests {
  private static let rule = """
    {"workload": "skynet", "runtime": "go", "variant": "v", "metric": "m", "over": "tokio",
     "atMost": 2}
    """

  private func advice(_ answers: String, _ more: String = "") throws -> Advice {
    let text = """
      {"place": 3, "situation": "Trees", "examples": "Small tasks", "answers": [\(answers)]\(more)}
      """
    return try AdviceReader.advice(
      in: Array(text.utf8), id: "trees", path: "trees.json", runtimes: knownRuntimes)
  }

  @Test func everyFieldIsRead() throws {
    let answer = "{\"sentence\": \"Use Go.\", \"rules\": [\(Self.rule)]}"
    let found = try advice(answer, ", \"exceptions\": [\(answer)]")
    let rule = ClaimRule(
      .go,
      .quantity(
        ClaimRule.BoundedQuantity(
          ClaimRule.Selection(workload: "skynet", variant: "v", size: []), metric: "m",
          quantity: .ratio(to: .tokio), bound: .limits(.atMost(2)))))
    let expected = Advice.Answer(sentence: "Use Go.", rules: [rule])
    #expect(
      found
        == Advice(
          id: "trees", place: 3, situation: "Trees", examples: "Small tasks", answers: [expected],
          exceptions: [expected]))
    #expect(found.rules == [rule, rule])
    #expect(try advice(answer).exceptions.isEmpty)
  }

  @Test(arguments: [
    "", "{\"workload\": \"skynet\", \"runtime\": \"go\", \"metric\": \"m\", \"atMost\": 2}",
    #"{"workload": "skynet", "runtime": "go", "metric": "m", "over": "go", "atMost": 2}"#,
  ])
  func anAnswerBeginsWithAComparison(rules: String) throws {
    let error = #expect(throws: ReferenceError.self) {
      try advice("{\"sentence\": \"Use Go.\", \"rules\": [\(rules)]}")
    }
    #expect(
      "\(try #require(error))".contains("The first rule compares no implementation with another."))
  }

  @Test(arguments: ["\"overVariant\": \"v\"", "\"variant\": \"v\", \"over\": \"go\""])
  func aVariantOfTheRuntimeIsAComparison(keys: String) throws {
    let rule = #"{"workload": "skynet", "runtime": "go", "metric": "m", \#(keys), "atMost": 2}"#
    let answer = #"{"sentence": "Use Go.", "rules": [\#(rule)]}"#
    #expect(try advice(answer).answers[0].rules.count == 1)
  }

  @Test func anUnknownKeyIsAnError() {
    #expect(throws: ReferenceError.self) { try advice("", ", \"when\": 1") }
    #expect(throws: ReferenceError.self) {
      try advice("{\"sentence\": \"a\", \"rules\": [\(Self.rule)], \"b\": 1}")
    }
  }
}
