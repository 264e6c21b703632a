import AnalysisFixtures
import Testing

@testable import Reporting

struct ContractTests {
  @Test func sectionsComeInTheirOrderWithWhatStandsInThem() throws {
    let contract = try Contract(fixtureReadme, file: "README.md")
    #expect(contract.sections.map(\.heading) == Contract.headings)
    #expect(
      contract.section("Question")?.blocks == [
        Contract.Block(
          isList: false,
          inlines: [
            Contract.Inline(text: "How long do"),
            Contract.Inline(isSpaced: true, markup: .code("N")),
            Contract.Inline(isSpaced: true, text: "tasks take?"),
          ])
      ])
    #expect(
      contract.section("What must be equal")?.blocks == [
        Contract.Block(
          isList: true,
          items: [
            Contract.Item(
              inlines: [Contract.Inline(text: "The number of tasks, whatever they are.")]),
            Contract.Item(inlines: [Contract.Inline(text: "The hold.")]),
          ])
      ])
  }

  @Test func linkIsTextAndAddress() throws {
    let contract = try Contract(fixtureReadme, file: "README.md")
    let inlines = contract.section("Timed region")?.blocks.first?.inlines ?? []
    let link = Markup.link("the rules", to: "https://example.org/rules")
    #expect(inlines.contains(Contract.Inline(isSpaced: true, markup: link)))
  }

  @Test func otherSectionsAreLeftOut() throws {
    let text = fixtureReadme.replacing("## Operation", with: "## History\n\nLong.\n\n## Operation")
    #expect(try Contract(text, file: "README.md") == Contract(fixtureReadme, file: "README.md"))
  }

  @Test func headingInALowerLevelEndsASection() throws {
    let text = fixtureReadme.replacing("One task.", with: "One task.\n\n### Aside\n\nLeft out.")
    #expect(try Contract(text, file: "README.md") == Contract(fixtureReadme, file: "README.md"))
  }

  @Test(arguments: Contract.headings)
  func missingHeadingIsNamed(heading: String) {
    let text = fixtureReadme.replacing("## \(heading)", with: "## Something")
    #expect(throws: ReportingError.missingHeading(heading, file: "W/README.md")) {
      try Contract(text, file: "W/README.md")
    }
  }

  @Test func headingWithNothingBelowCountsAsMissing() {
    let text = fixtureReadme.replacing("One task.", with: "")
    #expect(throws: ReportingError.missingHeading("Operation", file: "README.md")) {
      try Contract(text, file: "README.md")
    }
  }

  @Test(arguments: [
    "| a | b |", "* item", "+ item", "1. item", "> quoted", "<b>bold</b>", "```swift", "~~~",
    "![image](x.svg)", "**bold** type", "    indented code",
  ])
  func markdownThatIsNotTakenOverIsNamedWithItsLine(line: String) {
    let text = fixtureReadme.replacing("One task.", with: line)
    #expect(throws: ReportingError.unsupportedMarkdown(line: 9, text: line, file: "README.md")) {
      try Contract(text, file: "README.md")
    }
  }

  /// What looks like markup within a line stays text, which is escaped when it is printed.
  @Test func markupWithinALineStaysText() throws {
    let line = "See <script>alert(1)</script> and a | b and `open"
    let text = fixtureReadme.replacing("One task.", with: line)
    let blocks = try Contract(text, file: "README.md").section("Operation")?.blocks
    #expect(blocks == [Contract.Block(isList: false, inlines: [Contract.Inline(text: line)])])
  }

  @Test func listAfterAParagraphBeginsASeparateBlock() throws {
    let text = fixtureReadme.replacing("One task.", with: "These:\n- one\n- two\n\nAnd on.")
    let blocks = try Contract(text, file: "README.md").section("Operation")?.blocks ?? []
    #expect(blocks.map(\.isList) == [false, true, false])
    #expect(blocks.map(\.items.count) == [0, 2, 0])
  }
}

extension Contract {
  fileprivate func section(_ heading: String) -> Section? {
    sections.first { $0.heading == heading }
  }
}
