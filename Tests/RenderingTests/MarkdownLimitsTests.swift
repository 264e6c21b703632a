import FoundationEssentials
import Testing

@testable import Rendering

@Suite("Documents that are too large for the parser are rejected first")
struct MarkdownLimitsTests {
  private func table(columns: Int, rows: Int, cells: Int) -> String {
    let header = String(repeating: "|h", count: columns) + "|\n"
    let rule = String(repeating: "|-", count: columns) + "|\n"
    let row = String(repeating: "|c", count: cells) + "|\n"
    return "first\n\n" + header + rule + String(repeating: row, count: rows)
  }

  @Test("A table with as many columns as rows, each with one cell")
  func squareTable() {
    #expect(
      throws: RenderingError.tableTooWide(page: "test", line: 4, columnCount: 3000, limit: 256)
    ) { try html(table(columns: 3000, rows: 3000, cells: 1)) }
    #expect(throws: RenderingError.tooManyTableCells(page: "test", line: 1004, limit: 200_000)) {
      try html(table(columns: 200, rows: 3000, cells: 1))
    }
  }

  @Test("A wide table, also in a quote, in a list, and with a rule narrower than its header")
  func wideTable() {
    for prefix in ["", "> ", "- ", "1. "] {
      let columns = String(repeating: "-|", count: 60_000)
      #expect(throws: RenderingError.self) { try html("\(prefix)|h\n\(prefix)\(columns)\n") }
    }
    #expect(
      throws: RenderingError.tableTooWide(page: "test", line: 2, columnCount: 39_999, limit: 256)
    ) { try html(String(repeating: "|", count: 40_000) + "\n|-|-|\n") }
  }

  @Test("Many lines of dashes after a long paragraph")
  func costlyRules() {
    #expect(throws: RenderingError.costlyRule(page: "test", line: 125_001)) {
      try html(String(repeating: "x y z w\n", count: 125_000) + "|-|-|-\n")
    }
    #expect(throws: RenderingError.self) {
      try html(String(repeating: "|a|b\n|-|-|-\n", count: 20_000))
    }
  }

  @Test("A document of more than 4 MiB")
  func largeDocument() {
    #expect(
      throws: RenderingError.documentTooLarge(
        page: "test", byteCount: 4_194_305, limit: 4_194_304)
    ) { try html(String(repeating: "x", count: 4_194_305)) }
  }

  @Test("A table within the limits is rendered whole")
  func largestTable() throws {
    let page = try html(table(columns: 256, rows: 100, cells: 256))
    #expect(page.components(separatedBy: "<td").count == 256 * 100 + 1)
  }

  @Test("The system's memory gives the same page as pooled memory")
  func memoryDoesNotChangeThePage() throws {
    let text = """
      # A

      ![a](charts/memory.svg)

      <details><summary>The data as a table</summary>

      | a | b |
      |---|---|
      | 1 | 2 |

      </details>

      ## B

      ```swift
      let a = 1
      ```
      """
    let figure = PageFigure(title: "Memory", start: SafeHTML("<figure>it"))
    var surroundings = MarkdownSurroundings(page: "test", figures: ["memory": figure])
    let pooled = try MarkdownDocument.html(text, surroundings).text
    surroundings.poolsMemory = false
    #expect(try MarkdownDocument.html(text, surroundings).text == pooled)
    #expect(pooled.contains("</figure>"))
  }
}
