import BenchmarkModel
import References
import Testing

@Suite struct ClaimReaderTests {
  private func claim(_ rules: String) throws -> Claim {
    let text = """
      {
        "sentence": "Go is fast.", "source": "someone-2024", "locator": "table 1",
        "reading": "Faster than Tokio.", "rules": [\(rules)]
      }
      """
    return try ClaimReader.claim(
      in: Array(text.utf8), id: "go-fast", path: "go-fast.json",
      runtimes: knownRuntimes)
  }

  private func rule(_ fields: String) throws -> ClaimRule {
    let start = #""workload": "skynet", "runtime": "go", "size": {"leaves": 10}"#
    return try #require(try claim("{\(start), \(fields)}").rules.first)
  }

  @Test func everyFieldOfAClaimIsRead() throws {
    let found = try claim(
      #"{"workload": "skynet", "runtime": "go", "metric": "elapsedNanoseconds", "atMost": 5e6}"#)
    #expect(
      found
        == Claim(
          id: "go-fast", sentence: "Go is fast.", source: "someone-2024", locator: "table 1",
          reading: "Faster than Tokio.",
          rules: [
            ClaimRule(
              workload: "skynet", size: [], metric: "elapsedNanoseconds", runtime: .go,
              quantity: .value, bound: .atMost(5e6))
          ]))
    #expect(try claim("").rules == [])
    #expect(try !claim("").hasProxies)
  }

  @Test func proxiesMayBeAskedFor() throws {
    let text = """
      {"sentence": "", "locator": "", "reading": "", "rules": [], "proxies": true}
      """
    #expect(
      try ClaimReader.claim(in: Array(text.utf8), id: "c", path: "c.json", runtimes: knownRuntimes)
        .hasProxies)
  }

  @Test func aRuleMaySpeakOfListings() throws {
    #expect(
      try claim(#"{"runtime": "go", "outsidePackages": true, "atMost": 0}"#).rules == [
        ClaimRule(
          workload: "", size: [], metric: "", runtime: .go, quantity: .outsidePackages,
          bound: .atMost(0))
      ])
  }

  @Test(arguments: [
    (#""metric": "m", "over": "tokio", "atLeast": 1"#, ClaimRule.Quantity.ratio(to: .tokio)),
    (#""metric": "m", "over": "best", "atLeast": 1"#, .ratioToBest),
    (
      #""metric": "m", "overSize": {"leaves": 1}, "atLeast": 1"#,
      .ratioToSize([Parameter("leaves", 1)])
    ),
    (#""metric": "m", "minus": "go", "atLeast": 1"#, .difference(from: .go)),
    (#""metric": "m", "slope": "leaves", "atLeast": 1"#, .slope(over: "leaves")),
    (#""completes": true"#, .completion),
  ])
  func quantitiesAreRead(fields: String, quantity: ClaimRule.Quantity) throws {
    #expect(try rule(fields).quantity == quantity)
  }

  @Test(arguments: [
    (#""metric": "m", "within": [1, 2.5]"#, ClaimRule.Bound.within(1...2.5)),
    (#""metric": "m", "atLeastPerCore": 0.8"#, .atLeastPerCore(0.8)),
    (#""metric": "m", "atMostPerCore": 3"#, .atMostPerCore(3)),
    (#""metric": "m", "aboveSize": {"leaves": 1}"#, .above(size: [Parameter("leaves", 1)])),
    (#""completes": true"#, .completed),
  ])
  func boundsAreRead(fields: String, bound: ClaimRule.Bound) throws {
    #expect(try rule(fields).bound == bound)
  }

  @Test func aRuleMaySpeakOfMachinesWithSoManyCores() throws {
    #expect(try rule(#""metric": "m", "atLeast": 1, "onCores": 2"#).onCores == 2)
    #expect(try rule(#""metric": "m", "atLeast": 1"#).onCores == nil)
  }

  @Test(arguments: [
    (#""metric": "m", "atleast": 1"#, #""atleast" is no key; known are workload, size"#),
    (#""metric": "m""#, "one of atLeast, atMost, within"),
    (#""metric": "m", "atLeast": 1, "atMost": 2"#, "it cannot stand beside atLeast"),
    (#""metric": "m", "over": "rust", "atLeast": 1"#, #""rust" is no runtime; known are"#),
    (#""metric": "m", "within": [2, 1]"#, "two ascending numbers at rules.[0].within"),
    (#""metric": "m", "atLeast": "1""#, "of the wrong kind at rules.[0].atLeast"),
    (#""atLeast": 1"#, "a key is missing at rules.[0].metric"),
    (#""outsidePackages": true, "atMost": 1"#, "it cannot stand beside outsidePackages"),
    (#""metric": ]"#, "is no claim: The given data was not valid JSON"),
  ])
  func whatIsWrongIsSaidWithItsPlace(fields: String, reason: String) {
    #expect {
      try rule(fields)
    } throws: { error in
      let text = "\(error)"
      return text.hasPrefix("go-fast.json: The file is no claim: ") && text.contains(reason)
        && text.hasSuffix("templates/claims/README.md says what it must hold.")
    }
  }
}
