import BenchmarkModel
import References
import Testing

@Suite struct AdviceReaderTests {
  private static let rule = """
    {"workload": "skynet", "runtime": "go", "variant": "v", "metric": "m", "over": "tokio",
     "atMost": 2}
    """

  private static func answer(
    _ sentence: String = "Use Go.", rules: String = rule, more: String = ""
  ) -> String {
    "{\"sentence\": \"\(sentence)\", \"evidence\": \"Memory\", \"rules\": [\(rules)]\(more)}"
  }

  private func advice(_ answers: String, _ more: String = "") throws -> Advice {
    let text = """
      {"place": 3, "situation": "Trees", "examples": "Small tasks", "answers": [\(answers)]\(more)}
      """
    return try AdviceReader.advice(
      in: Array(text.utf8), id: "trees", path: "trees.json", runtimes: knownRuntimes)
  }

  @Test func everyFieldIsRead() throws {
    let answer = """
      {"sentence": "Use Go: {1} times.", "evidence": "Memory of {tasks}", "names": ["One", "Other"],
       "rules": [\(Self.rule)]}
      """
    let found = try advice(answer, ", \"minimumCores\": 2, \"exceptions\": [\(answer)]")
    let rule = ClaimRule(
      .go,
      .quantity(
        ClaimRule.BoundedQuantity(
          ClaimRule.Selection(workload: "skynet", variant: "v", size: []), metric: "m",
          quantity: .ratio(to: .tokio), bound: .limits(.atMost(2)))))
    let expected = Advice.Answer(
      sentence: "Use Go: {1} times.", evidence: "Memory of {tasks}", names: ["One", "Other"],
      rules: [rule])
    #expect(
      found
        == Advice(
          id: "trees", place: 3, situation: "Trees", examples: "Small tasks", minimumCores: 2,
          answers: [expected], exceptions: [expected]))
    #expect(found.rules == [rule, rule])
    #expect(try advice(answer).exceptions.isEmpty)
    #expect(try advice(Self.answer()).answers[0].names.isEmpty)
    #expect(try advice(Self.answer()).minimumCores == nil)
  }

  @Test(arguments: [
    "", "{\"workload\": \"skynet\", \"runtime\": \"go\", \"metric\": \"m\", \"atMost\": 2}",
    #"{"workload": "skynet", "runtime": "go", "metric": "m", "over": "go", "atMost": 2}"#,
  ])
  func anAnswerBeginsWithAComparison(rules: String) throws {
    let error = #expect(throws: ReferenceError.self) {
      try advice(Self.answer(rules: rules))
    }
    #expect(
      "\(try #require(error))".contains("The first rule compares no implementation with another."))
  }

  @Test(arguments: ["\"overVariant\": \"v\"", "\"variant\": \"v\", \"over\": \"go\""])
  func aVariantOfTheRuntimeIsAComparison(keys: String) throws {
    let rule = #"{"workload": "skynet", "runtime": "go", "metric": "m", \#(keys), "atMost": 2}"#
    #expect(try advice(Self.answer(rules: rule)).answers[0].rules.count == 1)
  }

  @Test func anUnknownKeyIsAnError() {
    #expect(throws: ReferenceError.self) { try advice("", ", \"when\": 1") }
    #expect(throws: ReferenceError.self) {
      try advice(Self.answer(more: ", \"b\": 1"))
    }
  }

  @Test func aPlaceForARuleThatIsNotThereIsAnError() throws {
    for sentence in ["It takes {2}.", "It takes {inverse 0}."] {
      let error = #expect(throws: ReferenceError.self) {
        try advice(Self.answer(sentence))
      }
      #expect("\(try #require(error))".contains("which is not there"), "\(sentence)")
    }
  }

  @Test func theTwoCasesHaveTwoNames() throws {
    let error = #expect(throws: ReferenceError.self) {
      try advice(Self.answer(more: ", \"names\": [\"One\"]"))
    }
    #expect("\(try #require(error))".contains("The names are not two texts."))
  }

  @Test func theEvidenceIsNeeded() {
    #expect(throws: ReferenceError.self) {
      try advice("{\"sentence\": \"Use Go.\", \"rules\": [\(Self.rule)]}")
    }
  }

  @Test func placesOfATextAreFilled() {
    let text = AdviceText("{1} to {inverse 2} of {tasks}, {")
    #expect(
      text.parts == [
        .quantity(rule: 1, isInverse: false), .words(" to "), .quantity(rule: 2, isInverse: true),
        .words(" of "), .parameter("tasks"), .words(", {"),
      ])
    #expect(text.filled { _ in "7" } == "7 to 7 of 7, {")
    #expect(text.filled { $0 == .parameter("tasks") ? nil : "7" } == nil)
    #expect(AdviceText("As it is.").filled { _ in nil } == "As it is.")
  }
}
