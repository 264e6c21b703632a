import CMarkGFM

/// What a page's Markdown needs from outside to become HTML.
struct MarkdownSurroundings {
  /// The page's name, for messages.
  var page: String
  /// The figures that replace an image `![…](charts/NAME.svg)` alone in its paragraph, by NAME.
  var figures: [String: PageFigure] = [:]
  /// The marks that replace `![](marks/NAME.svg)`, by NAME.
  var marks: [String: SafeHTML] = [:]
  /// How listings are highlighted.
  var code = CodeLanguages([])
  /// The pages whose links to Markdown files become links to HTML files.
  var pages: Set<String> = []
  /// Whether the document's memory is a ``MarkdownMemory`` rather than the system's.
  var poolsMemory = true
}

/// A Markdown document as a cmark-gfm tree that is edited in place and then printed as HTML.
///
/// It uses safe mode: HTML in the text and addresses that could run a script are removed. Our own
/// HTML is inserted as custom nodes. No pointer of the library leaves this type. Only the table
/// extension is attached: it is the only one that does not modify tables shared between parsers, so
/// parsing needs no lock. Nodes are freed only with the document, so replaced nodes stay readable.
struct MarkdownDocument: ~Copyable {
  let root: OpaquePointer
  let surroundings: MarkdownSurroundings
  /// The library's functions for the document's memory.
  private let memory: UnsafeMutablePointer<cmark_mem>
  let discarded = DiscardedNodes()
  /// The labels of tables in figures; other tables are labeled by their section.
  var tableNames: [OpaquePointer: String] = [:]

  /// Renders a page's Markdown as HTML, after checking that it is within the parser's limits.
  static func html(
    _ markdown: String,
    _ surroundings: MarkdownSurroundings
  ) throws(RenderingError) -> SafeHTML {
    try MarkdownLimits.check(markdown, page: surroundings.page)
    guard surroundings.poolsMemory else { return try document(markdown, surroundings) }
    return try MarkdownMemory.use { () throws(RenderingError) in
      try document(markdown, surroundings)
    }
  }

  private static func document(
    _ markdown: String, _ surroundings: MarkdownSurroundings
  ) throws(RenderingError) -> SafeHTML {
    var document = try MarkdownDocument(markdown, surroundings)
    document.groupSections()
    let nodes = document.nodes()
    try document.replaceImagesAndLinks(nodes)
    document.replaceBlocks(nodes)
    return SafeHTML(try document.printed())
  }

  deinit {
    guard !surroundings.poolsMemory else { return }
    for node in discarded.nodes { cmark_node_free(node) }
    cmark_node_free(root)
  }

  private static let registeredExtensions: Void = cmark_gfm_core_extensions_ensure_registered()

  private init(_ markdown: String, _ surroundings: MarkdownSurroundings) throws(RenderingError) {
    guard
      let memory = surroundings.poolsMemory
        ? MarkdownMemory.functions : cmark_get_default_mem_allocator()
    else { throw .parserFailed(page: surroundings.page, reason: "no memory functions") }
    let parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, memory)
    defer { if !surroundings.poolsMemory { cmark_parser_free(parser) } }
    Self.registeredExtensions
    guard let tables = cmark_find_syntax_extension("table"),
      cmark_parser_attach_syntax_extension(parser, tables) == 1
    else { throw .parserFailed(page: surroundings.page, reason: "no extension for tables") }
    var markdown = markdown
    markdown.withUTF8 { text in
      text.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    }
    guard let root = cmark_parser_finish(parser) else {
      throw .parserFailed(page: surroundings.page, reason: "out of memory")
    }
    self.root = root
    self.memory = memory
    self.surroundings = surroundings
  }

  private func printed() throws(RenderingError) -> String {
    guard let html = cmark_render_html(root, CMARK_OPT_DEFAULT, nil) else {
      throw .parserFailed(page: surroundings.page, reason: "out of memory")
    }
    defer { memory.pointee.free(html) }
    let bytes = UnsafeRawPointer(html).assumingMemoryBound(to: UInt8.self)
    return finishedTables(in: bytes, marks: surroundings.marks)
  }

  /// The nodes that may be replaced, in text order: links, images, and blocks other than paragraphs.
  private func nodes() -> [OpaquePointer] {
    var nodes: [OpaquePointer] = []
    var next: OpaquePointer? = root
    while let node = next {
      switch cmark_node_get_type(node) {
      case CMARK_NODE_PARAGRAPH, CMARK_NODE_TEXT, CMARK_NODE_SOFTBREAK, CMARK_NODE_CODE: break
      default: nodes.append(node)
      }
      next = cmark_node_first_child(node) ?? following(node)
    }
    return nodes
  }

  /// The first node after this one and its descendants; nil at the end of the document.
  private func following(_ node: OpaquePointer) -> OpaquePointer? {
    var node = node
    while node != root {
      if let next = cmark_node_next(node) { return next }
      guard let parent = cmark_node_parent(node) else { return nil }
      node = parent
    }
    return nil
  }

  /// Replaces a node with our own HTML, and moves its children into it if asked to.
  @discardableResult
  func replace(
    _ node: OpaquePointer,
    by type: cmark_node_type,
    enter: String,
    exit: String = "",
    keepingChildren: Bool = false
  ) -> OpaquePointer? {
    guard let custom = makeCustom(type, enter: enter, exit: exit) else { return nil }
    guard cmark_node_replace(node, custom) == 1 else { return nil }
    discarded.nodes.append(node)
    while keepingChildren, let child = cmark_node_first_child(node) {
      cmark_node_append_child(custom, child)
    }
    return custom
  }

  func makeCustom(
    _ type: cmark_node_type,
    enter: String,
    exit: String = ""
  ) -> OpaquePointer? {
    guard let custom = cmark_node_new_with_mem(type, memory) else { return nil }
    cmark_node_set_on_enter(custom, enter)
    cmark_node_set_on_exit(custom, exit)
    return custom
  }
}

// MARK: - Links, images, code and tables

extension MarkdownDocument {
  private mutating func replaceImagesAndLinks(_ nodes: [OpaquePointer]) throws(RenderingError) {
    for node in nodes {
      let type = cmark_node_get_type(node)
      guard type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE else { continue }
      let address = text(cmark_node_get_url(node))
      if type == CMARK_NODE_LINK {
        if let page = pageAddress(address) { cmark_node_set_url(node, page) }
      } else if let name = stem(of: address, in: "marks/") {
        guard let mark = surroundings.marks[name] else {
          let known = Array(surroundings.marks.keys)
          throw .unknownMark(name, page: surroundings.page, known: known)
        }
        replace(node, by: CMARK_NODE_CUSTOM_INLINE, enter: mark.text)
      } else if let name = stem(of: address, in: "charts/"), let block = soleBlock(of: node) {
        guard let figure = surroundings.figures[name] else {
          let known = Array(surroundings.figures.keys)
          throw .unknownChart(name, page: surroundings.page, known: known)
        }
        setFigure(figure, in: block)
      }
    }
  }

  /// `x.html` for `x.md` and `x.html#part` for `x.md#part` where `x` is a page; otherwise nil.
  private func pageAddress(_ address: String) -> String? {
    let end = address.utf8.firstIndex(of: UInt8(ascii: "#")) ?? address.endIndex
    let path = address[..<end]
    guard path.utf8.suffix(3).elementsEqual(".md".utf8) else { return nil }
    let name = String(path.dropLast(3))
    return surroundings.pages.contains(name) ? "\(name).html\(address[end...])" : nil
  }

  /// The paragraph that contains only this node.
  private func soleBlock(of node: OpaquePointer) -> OpaquePointer? {
    guard let parent = cmark_node_parent(node), cmark_node_get_type(parent) == CMARK_NODE_PARAGRAPH,
      cmark_node_next(node) == nil, cmark_node_previous(node) == nil
    else { return nil }
    return parent
  }

  private func replaceBlocks(_ nodes: [OpaquePointer]) {
    var slugs = HeadingSlugs()
    var section = ""
    // How many tables have a label; landmarks of one page must have different names.
    var counts: [String: Int] = [:]
    for node in nodes {
      switch cmark_node_get_type(node) {
      case CMARK_NODE_HEADING: section = replaceHeading(node, &slugs)
      case CMARK_NODE_CODE_BLOCK: replaceCode(node)
      default:
        guard isEqual(cmark_node_get_type_string(node), "table") else { continue }
        let label = tableNames[node] ?? section
        counts[label, default: 0] += 1
        box(node, section: label, number: counts[label, default: 0])
      }
    }
  }

  /// Replaces a code block; its lines get anchors if it is a file.
  func replaceCode(_ node: OpaquePointer, file: String? = nil) {
    let code = CodeHighlighter.html(
      text(cmark_node_get_literal(node)), language: surroundings.code[language(of: node)],
      file: file)
    replace(
      node,
      by: CMARK_NODE_CUSTOM_BLOCK,
      enter: "<pre tabindex=\"0\"><code>\(code)</code></pre>"
    )
  }

  /// The first word of a code block's info string.
  func language(of node: OpaquePointer) -> String {
    String(text(cmark_node_get_fence_info(node)).prefix { !$0.isWhitespace })
  }

  /// Wraps a table in a box that scrolls.
  private func box(_ table: OpaquePointer, section: String, number: Int) {
    let noun = number == 1 ? "Table" : "Table \(number)"
    let name = htmlEscaped(section.isEmpty ? noun : "\(noun): \(section)")
    let start = "<div class=\"table\" role=\"region\" aria-label=\"\(name)\" tabindex=\"0\">"
    guard let box = makeCustom(CMARK_NODE_CUSTOM_BLOCK, enter: start, exit: "</div>") else {
      return
    }
    cmark_node_insert_before(table, box)
    cmark_node_append_child(box, table)
  }

  /// A copy of a C string; empty for a null pointer.
  func text(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }

  /// The NAME of an address `FOLDER/NAME.svg`.
  func stem(of address: String, in folder: String) -> String? {
    guard address.hasPrefix(folder), address.hasSuffix(".svg") else { return nil }
    let name = address.dropFirst(folder.count).dropLast(4)
    return name.isEmpty || name.contains("/") ? nil : String(name)
  }
}
