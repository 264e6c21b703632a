import CMarkGFM

// Headings with identifiers, which are made from their text unless the Markdown names one.
extension MarkdownDocument {
  /// Gives a heading its identifier and a link to itself; returns its text.
  func replaceHeading(_ node: OpaquePointer, _ slugs: inout HeadingSlugs) -> String {
    let text = plainText(of: node)
    let level = cmark_node_get_heading_level(node)
    let id = htmlEscaped(slugs.slug(for: takeAnchor(of: node) ?? text))
    let heading = replace(
      node,
      by: CMARK_NODE_CUSTOM_BLOCK,
      enter: "<h\(level) id=\"\(id)\">",
      exit: "</h\(level)>",
      keepingChildren: true
    )
    let anchor = """
       <a class="anchor" href="#\(id)" aria-label="Link to “\(htmlEscaped(text))”"></a>
      """
    // A listing's heading is in a summary, where a link would be a control inside a control.
    let parent = cmark_node_parent(heading)
    let isSummary = self.text(cmark_node_get_on_enter(parent)) == Self.summaryStart
    if level > 1, !isSummary, let link = makeCustom(CMARK_NODE_CUSTOM_INLINE, enter: anchor) {
      cmark_node_append_child(heading, link)
    }
    return text
  }

  /// Removes `<a id="NAME"></a>` from the start of a heading and returns the name; nil without it.
  ///
  /// User text cannot match it, because every `<` in it is escaped.
  private func takeAnchor(of heading: OpaquePointer) -> String? {
    guard let start = cmark_node_first_child(heading), let end = cmark_node_next(start),
      cmark_node_get_type(start) == CMARK_NODE_HTML_INLINE,
      cmark_node_get_type(end) == CMARK_NODE_HTML_INLINE
    else { return nil }
    let tag = text(cmark_node_get_literal(start))
    let (before, after) = ("<a id=\"", "\">")
    guard tag.hasPrefix(before), tag.hasSuffix(after), text(cmark_node_get_literal(end)) == "</a>"
    else { return nil }
    for node in [start, end] {
      cmark_node_unlink(node)
      discarded.nodes.append(node)
    }
    // Templates escape an underscore with a backslash, which HTML does not know.
    let name = String(tag.dropFirst(before.count).dropLast(after.count))
      .replacing("\\", with: "")
    return name.isEmpty ? nil : name
  }

  private func plainText(of node: OpaquePointer) -> String {
    var result = ""
    var next = cmark_node_first_child(node)
    while let child = next {
      switch cmark_node_get_type(child) {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE: result += text(cmark_node_get_literal(child))
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: result += " "
      case CMARK_NODE_CUSTOM_INLINE: break
      default: result += plainText(of: child)
      }
      next = cmark_node_next(child)
    }
    return String(result.trimmingPrefix { $0 == " " })
  }
}
