import CMarkGFM

/// A chart in the form in which a page shows it.
struct PageFigure {
  /// The chart's heading, which also labels its table.
  var title: String
  /// The figure element up to its table.
  var start: SafeHTML
}

// Charts with their data. In Markdown a collapsed table follows the chart's image; on the page the
// table is part of the figure.
extension MarkdownDocument {
  private static let foldStart = "<details><summary>The data as a table</summary>"
  private static let foldEnd = "</details>"

  /// Replaces the block that holds the figure's image, and moves its table into the figure.
  mutating func setFigure(_ figure: PageFigure, in block: OpaquePointer) {
    let folded = foldedTable(behind: block)
    let element = replace(
      block, by: CMARK_NODE_CUSTOM_BLOCK, enter: figure.start.text, exit: "</figure>")
    guard let element, let folded,
      let fold = makeCustom(CMARK_NODE_CUSTOM_BLOCK, enter: Self.foldStart, exit: Self.foldEnd)
    else { return }
    cmark_node_append_child(element, fold)
    cmark_node_append_child(fold, folded.table)
    tableNames[folded.table] = figure.title
    for tag in folded.tags {
      cmark_node_unlink(tag)
      discarded.nodes.append(tag)
    }
  }

  /// The table after a block, between the two lines of HTML that make it collapsible.
  ///
  /// User text cannot match these lines, because every `<` in it is escaped.
  private func foldedTable(
    behind block: OpaquePointer
  ) -> (table: OpaquePointer, tags: [OpaquePointer])? {
    guard let start = cmark_node_next(block), isHTML(start, Self.foldStart),
      let table = cmark_node_next(start), isEqual(cmark_node_get_type_string(table), "table"),
      let end = cmark_node_next(table), isHTML(end, Self.foldEnd)
    else { return nil }
    return (table, [start, end])
  }

  private func isHTML(_ node: OpaquePointer, _ line: String) -> Bool {
    cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK
      && text(cmark_node_get_literal(node)) == line + "\n"
  }
}
