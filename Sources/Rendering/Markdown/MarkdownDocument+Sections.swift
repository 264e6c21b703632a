import CMarkGFM
import Reporting

// Sections under third-level headings that are laid out side by side. A section holds its heading,
// optionally one paragraph, and a code block or a list.
extension MarkdownDocument {
  /// The layout of a run of sections, chosen by their content.
  private enum Kind {
    /// Source files, in a row of summaries that open and close them.
    case files
    /// Other code blocks, side by side.
    case snippets
    /// Lists.
    case cards
  }

  private struct Section {
    var kind: Kind
    /// The heading first, and the code block or list last.
    var nodes: [OpaquePointer]
  }

  /// The opening tag of a listing's heading.
  static let summaryStart = "<summary>"

  /// Combines each run of sections of one kind into a block.
  ///
  /// One file is enough for a block; other kinds need two sections.
  func groupSections() {
    var files: Set<String> = []
    var next = cmark_node_first_child(root)
    while let node = next {
      var sections: [Section] = []
      let kind = section(at: node)?.kind
      next = node
      while let start = next, let found = section(at: start), found.kind == kind {
        sections.append(found)
        next = found.nodes.last.flatMap(cmark_node_next)
      }
      switch kind {
      case .files: groupFiles(sections, named: &files)
      case .snippets where sections.count > 1: group(sections, as: "listings")
      case .cards where sections.count > 1: group(sections, as: "cards")
      default: next = cmark_node_next(node)
      }
    }
  }

  private func section(at node: OpaquePointer) -> Section? {
    guard cmark_node_get_type(node) == CMARK_NODE_HEADING, cmark_node_get_heading_level(node) == 3
    else { return nil }
    var nodes = [node]
    while let next = nodes.last.flatMap(cmark_node_next) {
      nodes.append(next)
      switch cmark_node_get_type(next) {
      case CMARK_NODE_PARAGRAPH where nodes.count == 2: continue
      case CMARK_NODE_CODE_BLOCK:
        let isFile = surroundings.code[language(of: next)] != nil
        return Section(kind: isFile ? .files : .snippets, nodes: nodes)
      case CMARK_NODE_LIST: return Section(kind: .cards, nodes: nodes)
      default: return nil
      }
    }
    return nil
  }

  private func group(_ sections: [Section], as className: String) {
    guard let block = makeBlock("<div class=\"\(className)\">", "</div>", before: sections[0])
    else { return }
    for section in sections {
      guard let box = makeCustom(CMARK_NODE_CUSTOM_BLOCK, enter: "<section>", exit: "</section>")
      else { return }
      cmark_node_append_child(block, box)
      for node in section.nodes { cmark_node_append_child(box, node) }
    }
  }

  private func groupFiles(_ sections: [Section], named names: inout Set<String>) {
    guard let block = makeBlock("<div class=\"listings files\">", "</div>", before: sections[0])
    else { return }
    let marks = sections.map { mark(of: $0.nodes[0]) }
    // Two files are a comparison, so both are open.
    let open =
      sections.count == 2 ? [0, 1] : surroundings.code.openMarks.compactMap(marks.firstIndex(of:))
    for (index, section) in sections.enumerated() {
      let start = open.isEmpty || open.contains(index) ? "<details open>" : "<details>"
      guard let box = makeCustom(CMARK_NODE_CUSTOM_BLOCK, enter: start, exit: "</details>"),
        let summary = makeCustom(
          CMARK_NODE_CUSTOM_BLOCK, enter: Self.summaryStart, exit: "</summary>")
      else { return }
      cmark_node_append_child(block, box)
      cmark_node_append_child(box, summary)
      cmark_node_append_child(summary, section.nodes[0])
      for node in section.nodes.dropFirst() { cmark_node_append_child(box, node) }
      replaceCode(section.nodes[section.nodes.count - 1], file: name(of: section, not: &names))
    }
  }

  private func makeBlock(_ enter: String, _ exit: String, before section: Section) -> OpaquePointer?
  {
    guard let block = makeCustom(CMARK_NODE_CUSTOM_BLOCK, enter: enter, exit: exit) else {
      return nil
    }
    cmark_node_insert_before(section.nodes[0], block)
    return block
  }

  /// The file's name: the last component of the path, which is the first code in the paragraph.
  ///
  /// A number distinguishes files with the same name.
  private func name(of section: Section, not used: inout Set<String>) -> String {
    var node = cmark_node_first_child(section.nodes[1])
    while let next = node, cmark_node_get_type(next) != CMARK_NODE_CODE {
      node = cmark_node_next(next)
    }
    let path = node.map { text(cmark_node_get_literal($0)) } ?? ""
    let name = path.split { $0 == "/" || $0.isWhitespace }.last.map(String.init) ?? "listing"
    var unique = name
    while !used.insert(unique).inserted { unique = "\(name)-\(used.count)" }
    return unique
  }

  /// The NAME of the mark at the start of a heading.
  private func mark(of heading: OpaquePointer) -> String? {
    guard let first = cmark_node_first_child(heading),
      cmark_node_get_type(first) == CMARK_NODE_IMAGE
    else { return nil }
    return stem(of: text(cmark_node_get_url(first)), in: "marks/")
  }
}
