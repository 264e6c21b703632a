import BenchmarkModel
import References
import Testing

@Suite struct ClaimReaderTests {
  private static let start = #""workload": "skynet", "runtime": "go", "size": {"leaves": 10}"#
  private static let selection = ClaimRule.Selection(
    workload: "skynet", size: [Parameter("leaves", 10)])

  private static func quantity(
    _ quantity: ClaimRule.Quantity = .value, _ bound: ClaimRule.Bound,
    _ selection: ClaimRule.Selection = selection
  ) -> ClaimRule {
    let rule = ClaimRule.BoundedQuantity(
      selection, metric: "m", quantity: quantity, bound: bound)
    return ClaimRule(.go, .quantity(rule))
  }

  private func claim(_ rules: String) throws(ReferenceError) -> Claim {
    let text = """
      {
        "sentence": "Go is fast.", "source": "someone-2024", "locator": "table 1",
        "reading": "Faster than Tokio.",
        "rules": [\(rules)]
      }
      """
    return try ClaimReader.claim(
      in: Array(text.utf8), id: "go-fast", path: "go-fast.json",
      runtimes: knownRuntimes)
  }

  private func rule(_ fields: String) throws -> ClaimRule {
    try #require(try claim("{\(Self.start), \(fields)}").rules.first)
  }

  @Test func everyFieldOfAClaimIsRead() throws {
    let found = try claim(
      #"{"workload": "skynet", "runtime": "go", "metric": "elapsedNanoseconds", "atMost": 5e6}"#)
    let rule = ClaimRule.BoundedQuantity(
      ClaimRule.Selection(workload: "skynet", size: []), metric: "elapsedNanoseconds",
      quantity: .value, bound: .limits(.atMost(5e6)))
    #expect(
      found
        == Claim(
          id: "go-fast", sentence: "Go is fast.", source: "someone-2024", locator: "table 1",
          reading: "Faster than Tokio.", rules: [ClaimRule(.go, .quantity(rule))]))
    #expect(try claim("").rules == [])
    #expect(try !claim("").hasProxies)
  }

  @Test func sourceIsOptionalAndProxiesCanBeRequested() throws {
    let text = #"{"sentence": "a", "locator": "b", "reading": "c", "rules": [], "proxies": true}"#
    let claim = try ClaimReader.claim(
      in: Array(text.utf8), id: "c", path: "c.json", runtimes: knownRuntimes)
    #expect(claim.source == nil)
    #expect(claim.hasProxies)
  }

  @Test(arguments: [
    (#""metric": "m", "over": "tokio", "atLeast": 1"#, ClaimRule.Quantity.ratio(to: .tokio)),
    (#""metric": "m", "over": "best", "atLeast": 1"#, .ratioToBest),
    (#""metric": "m", "overVariant": "gogc-off", "atLeast": 1"#, .ratioToVariant("gogc-off")),
    (
      #""metric": "m", "overSize": {"leaves": 1}, "atLeast": 1"#,
      .ratioToSize([Parameter("leaves", 1)])
    ),
    (#""metric": "m", "minus": "go", "atLeast": 1"#, .difference(from: .go)),
    (#""metric": "m", "slope": "leaves", "atLeast": 1"#, .slope(over: "leaves")),
    (#""metric": "m", "atLeast": 1"#, .value),
  ])
  func quantitiesAreRead(fields: String, quantity: ClaimRule.Quantity) throws {
    #expect(try rule(fields) == Self.quantity(quantity, .limits(.atLeast(1))))
  }

  @Test(arguments: [
    (#""atLeast": 1"#, ClaimRule.Bound.limits(.atLeast(1))),
    (#""atMost": -2"#, .limits(.atMost(-2))),
    (#""within": [1, 2.5]"#, .limits(.within(1...2.5))),
    (#""atLeastPerCore": 0.8"#, .limitsPerCore(.atLeast(0.8))),
    (#""atMostPerCore": 3"#, .limitsPerCore(.atMost(3))),
    (#""aboveSize": {"leaves": 1}"#, .above(size: [Parameter("leaves", 1)])),
  ])
  func boundsAreRead(fields: String, bound: ClaimRule.Bound) throws {
    #expect(try rule(#""metric": "m", \#(fields)"#) == Self.quantity(.value, bound))
  }

  @Test func completionHasNoMetricAndNoBound() throws {
    #expect(try rule(#""completes": true"#) == ClaimRule(.go, .completion(Self.selection)))
  }

  @Test func aRuleCanBeAboutPackages() throws {
    let found = try claim(#"{"runtime": "go", "outsidePackages": true, "atMost": 0}"#).rules
    #expect(found == [ClaimRule(.go, .outsidePackages(.atMost(0)))])
  }

  @Test func aRuleCanRequireANumberOfCores() throws {
    var onTwo = Self.selection
    onTwo.onCores = 2
    #expect(
      try rule(#""metric": "m", "atLeast": 1, "onCores": 2"#)
        == Self.quantity(.value, .limits(.atLeast(1)), onTwo))
    #expect(
      try rule(#""completes": true, "onCores": 2"#) == ClaimRule(.go, .completion(onTwo)))
  }

  /// The fields of a rule on line 4, and what is wrong with them.
  @Test(arguments: [
    (
      #""metric": "m", "atleast": 1"#, #"4, key "rules[0].atleast""#,
      #""atleast" is not a known key. Did you mean "atLeast"? Allowed: workload, variant, size, metric,"#
    ),
    (
      #""metric": "m""#, #"4, key "rules[0]""#,
      "The rule has no bound. Add one of atLeast, atMost, within, atLeastPerCore,"
    ),
    (
      #""metric": "m", "atLeast": 1, "atMost": 2"#, #"4, key "rules[0].atMost""#,
      #""atMost" and "atLeast" exclude each other. Remove one of them."#
    ),
    (
      #""metric": "m", "over": "go", "minus": "go", "atMost": 2"#, #"4, key "rules[0].minus""#,
      #""minus" and "over" exclude each other."#
    ),
    (
      #""metric": "m", "over": "rust", "atLeast": 1"#, #"4, key "rules[0].over""#,
      #""rust" is not a known runtime."#
    ),
    (
      #""metric": "m", "within": [2, 1]"#, #"4, key "rules[0].within""#,
      "The range is not two numbers in ascending order. Write [lower, upper]."
    ),
    (
      #""metric": "m", "within": [1, "2"]"#, #"4, key "rules[0].within[1]""#,
      "Expected a number, found a text. templates/claims/README.md describes the keys of a claim."
    ),
    (
      #""metric": "m", "atLeast": "1""#, #"4, key "rules[0].atLeast""#,
      "Expected a number, found a text."
    ),
    (
      #""metric": "m", "aboveSize": {"leaves": 0.5}"#, #"4, key "rules[0].aboveSize.leaves""#,
      #""0.5" is not a whole number."#
    ),
    (#""atLeast": 1"#, #"4, key "rules[0]""#, #"The object lacks the key "metric"."#),
    (
      #""outsidePackages": true, "atMost": 1"#, #"4, key "rules[0].workload""#,
      #""workload" and "outsidePackages" exclude each other."#
    ),
    (
      #""completes": true, "metric": "m""#, #"4, key "rules[0].metric""#,
      #""metric" and "completes" exclude each other."#
    ),
    (
      #""completes": false"#, #"4, key "rules[0].completes""#,
      "The value is not true. Write true, or remove the key."
    ),
    (#""metric": ]"#, "4:87", "Malformed JSON: expected a value."),
  ])
  func faultsNameLineAndKey(fields: String, place: String, reason: String) {
    let text = message { () throws(ReferenceError) in
      _ = try claim("{\(Self.start), \(fields)}")
    }
    #expect(text?.hasPrefix("go-fast.json:\(place): ") == true, "\(text ?? "none")")
    #expect(text?.contains(reason) == true, "\(text ?? "none")")
  }

  @Test func theLineIsThatOfTheValue() {
    let rules = "\n{\(Self.start),\n \"metric\": \"m\",\n \"atLeast\":\n null, \"atMost\": [] }"
    let text = message { () throws(ReferenceError) in _ = try claim(rules) }
    #expect(text?.hasPrefix(#"go-fast.json:8, key "rules[0].atMost": "#) == true, "\(text ?? "")")
  }

  @Test func faultsOfTheWholeClaimNameTheLine() {
    func fault(_ text: String) -> String? {
      message { () throws(ReferenceError) in
        _ = try ClaimReader.claim(
          in: Array(text.utf8), id: "c", path: "c.json", runtimes: knownRuntimes)
      }
    }
    #expect(fault("\n{}")?.hasPrefix(#"c.json:2: The object lacks the key "rules"."#) == true)
    #expect(
      fault("{\n\"rules\": [],\n\"more\": 1}")?
        .hasPrefix(#"c.json:3, key "more": "more" is not a known key."#) == true)
    #expect(
      fault(#"{"rules": [], "sentence": "", "locator": "", "reading": ""}"#)?
        .contains(#"key "sentence": Expected a text that is not empty, found a text."#) == true)
  }
}
