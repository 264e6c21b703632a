import Analysis
import BenchmarkModel
import Testing

@testable import parallax

@Suite struct ClaimCheckTests {
  private func problems(_ rule: ClaimRule, source: String? = "a-2024") -> [String] {
    let claim = Claim(
      id: "c", sentence: "", source: source, locator: "", reading: "", rules: [rule])
    return ClaimCheck(sources: ["a-2024"]) { _ in "" }.problems(of: [claim])
  }

  private func rule(
    workload: String = "sleeping-tasks", size: [Parameter] = [Parameter("tasks", 100_000)],
    metric: String = "peakResidentBytes", quantity: ClaimRule.Quantity = .value,
    bound: ClaimRule.Bound = .limits(.atLeast(1))
  ) -> ClaimRule {
    let quantity = ClaimRule.BoundedQuantity(
      ClaimRule.Selection(workload: workload, size: size), metric: metric, quantity: quantity,
      bound: bound)
    return ClaimRule(.go, .quantity(quantity))
  }

  @Test func aRuleAboutWhatIsMeasuredIsAccepted() {
    #expect(problems(rule()) == [])
    #expect(problems(rule(bound: .above(size: [Parameter("tasks", 1_000_000)]))) == [])
    #expect(
      problems(rule(workload: "tail-latency", size: [], metric: "latencyP999Nanoseconds")) == [])
    let packages = ClaimRule(.go, .outsidePackages(.atMost(0)))
    #expect(problems(packages) == [])
  }

  @Test(arguments: [
    ("A block waits\n  until [one](x.md) is free, and so on.", true),
    ("A block waits until two are free.", false),
  ])
  func ourOwnSentenceMustAppearInItsFile(prose: String, stands: Bool) {
    let claim = Claim(
      id: "c", sentence: "A block waits until one is free", source: nil,
      locator: "templates/index.md.mustache", reading: "", rules: [])
    let problems = ClaimCheck(sources: []) { path in
      path == "templates/index.md.mustache" ? prose : ""
    }.problems(of: [claim])
    let problem =
      "templates/claims/c.json: the sentence is not in templates/index.md.mustache. "
      + "Use the same wording in both places."
    #expect(problems == (stands ? [] : [problem]))
  }

  @Test func aVariantMustBeOneOfTheWorkload() {
    #expect(problems(rule(quantity: .ratioToVariant("blocking"))) == [])
    #expect(
      problems(rule(quantity: .ratioToVariant("blockin"))) == [
        "templates/claims/c.json: \"blockin\" is not a known variant. Did you mean \"blocking\"?"
      ])
  }

  @Test func whatIsNotMeasuredIsNamed() {
    let path = "templates/claims/c.json: "
    #expect(
      problems(rule(), source: "b-2024")
        == ["\(path)\"b-2024\" is not a known source. Did you mean \"a-2024\"?"])
    #expect(
      problems(rule(workload: "sleeping-task"))
        == ["\(path)\"sleeping-task\" is not a known workload. Did you mean \"sleeping-tasks\"?"])
    #expect(
      problems(rule(metric: "peakBytes")).first?.hasPrefix(
        "\(path)\"peakBytes\" is not a known metric")
        == true)
    let size = "\(path)no size of sleeping-tasks in the presets standard and full has tasks=7. "
    #expect(
      problems(rule(size: [Parameter("tasks", 7)])) == [
        size + "Choose one of: parallax list presets"
      ]
    )
  }
}
