import Reporting

/// The values of a meaningless page in the shape of a report page.
struct SyntheticPage: Encodable, Sendable {
  struct Row: Encodable, Sendable {
    var label: String
    var value: String
    var interval: String
    var ratio: String
    var link: Markup
  }

  var title: String
  var paragraphs: [String]
  var rows: [Row]
  var listing: Markup

  /// The page with a number.
  init(_ number: Int) {
    title = "Page \(number)"
    paragraphs = (0..<3).map { part in
      """
      What \(number + part) tasks cost is asked of five runtimes on one machine, in fresh processes \
      and in shuffled order. The answer of part \(part) is the median of the trials with the \
      interval in which it lies, and says nothing of other machines.
      """
    }
    rows = (0..<12).map { row in
      Row(
        label: "Runtime \(row % 5), size \(row * 1_000)", value: "\(number % 90 + row).25 ms",
        interval: "\(number % 90 + row).1 to \(number % 90 + row).4", ratio: "1.0\(row % 10) ×",
        link: .link("page \(row)", to: "page-\(row).md"))
    }
    let lines = (0..<10).map { "  let value\($0) = await next(\(number + $0))  // the next one" }
    listing = .listing(
      "func body() async -> Int {\n\(lines.joined(separator: "\n"))\n  return 0\n}\n",
      language: "swift")
  }

  /// The template that renders the page.
  static let template = (
    file: "synthetic.md.mustache",
    text: """
    # {{title}}

    {{#paragraphs}}
    {{.}}

    {{/paragraphs}}
    ## Results

    | Runtime | Median | Interval | Ratio | Proof |
    |:--|--:|--:|--:|:--|
    {{#rows}}
    | {{label}} | {{value}} | {{interval}} | {{ratio}} | {{{link}}} |
    {{/rows}}

    ## Listing

    {{{listing}}}

    """
  )

  /// The Markdown that the template would produce, as a person would write it.
  ///
  /// - Parameter language: The language of its listing.
  func markdown(listingIn language: String) -> String {
    let rows = (0..<12).map { row in
      let entry = self.rows[row]
      return "| \(entry.label) | \(entry.value) | \(entry.interval) | \(entry.ratio) "
        + "| [page \(row)](page-\(row).md) |"
    }
    guard case .listing(let code, _) = listing else { return "" }
    return """
      # \(title)

      \(paragraphs.joined(separator: "\n\n"))

      ## Results

      | Runtime | Median | Interval | Ratio | Proof |
      |:--|--:|--:|--:|:--|
      \(rows.joined(separator: "\n"))

      ## Listing

      ```\(language)
      \(code)```

      """
  }
}
