/// Why values could not be rendered to files.
package enum RenderingError: Error, Equatable, Sendable {
  /// A folder or a file in it cannot be read.
  case unreadable(path: String, reason: String)
  /// A template has a syntax error or uses a feature that our templates do not allow.
  case templateSyntax(template: String, line: Int, problem: String)
  /// A page or a template asks for a template that does not exist.
  case unknownTemplate(String, neededBy: String, known: [String])
  /// A template names a value that its context does not have.
  case unknownName(String, template: String, line: Int, known: [String])
  /// A template inserts text without escaping it.
  case unescapedText(name: String, template: String, line: Int)
  /// A context holds a value that a page cannot print.
  case unfinishedValue(path: String, type: String)
  /// A page's Markdown exceeds the parser's size limit.
  case documentTooLarge(page: String, byteCount: Int, limit: Int)
  /// A table has more columns than the parser can handle.
  case tableTooWide(page: String, line: Int, columnCount: Int, limit: Int)
  /// The tables of a page have more cells than the parser can handle.
  case tooManyTableCells(page: String, line: Int, limit: Int)
  /// A line of dashes follows a paragraph so long that the search for a table takes too long.
  case costlyRule(page: String, line: Int)
  /// The Markdown parser gave no result.
  case parserFailed(page: String, reason: String)
  /// A page shows a chart that it does not include.
  case unknownChart(String, page: String, known: [String])
  /// A page shows a mark that belongs to no runtime.
  case unknownMark(String, page: String, known: [String])
  /// The description of a site lists a page that the report and the templates do not have.
  case unknownPage(String, known: [String])
  /// Two parts of a site have the same file path.
  case duplicateFile(path: String)
}

extension RenderingError: CustomStringConvertible {
  /// What is wrong, where, and how to fix it.
  package var description: String {
    switch self {
    case .templateSyntax, .unknownTemplate, .unknownName, .unescapedText, .unfinishedValue:
      templateProblem
    case .documentTooLarge, .tableTooWide, .tooManyTableCells, .costlyRule, .parserFailed:
      markdownProblem
    case .unreadable, .unknownChart, .unknownMark, .unknownPage, .duplicateFile:
      siteProblem
    }
  }

  private var templateProblem: String {
    switch self {
    case .templateSyntax(let template, let line, let problem):
      "Template \(template), line \(line): \(problem)."
    case .unknownTemplate(let name, let origin, let known):
      "There is no template “\(name)”, which \(origin) needs. Available: \(listed(known))."
    case .unknownName(let name, let template, let line, let known):
      """
      Template \(template), line \(line): the context has no “\(name)”. \
      Available here: \(listed(known)).
      """
    case .unescapedText(let name, let template, let line):
      """
      Template \(template), line \(line): “\(name)” is text and must be escaped. Write \
      {{\(name)}}, or make the value a Markup if it is code or a link.
      """
    case .unfinishedValue(let path, let type):
      """
      The context's “\(path)” has type \(type), which a page cannot print. Make it a finished \
      String, a Bool, a Markup, or a struct or an array of these.
      """
    default: ""
    }
  }

  private var siteProblem: String {
    switch self {
    case .unreadable(let path, let reason):
      "Cannot read “\(path)”: \(reason). Check the path and its permissions."
    case .unknownChart(let name, let page, let known):
      "Page “\(page)” shows charts/\(name).svg but includes only: \(listed(known))."
    case .unknownMark(let name, let page, let known):
      "Page “\(page)” shows marks/\(name).svg, but the only marks are: \(listed(known))."
    case .unknownPage(let name, let known):
      """
      site.json lists the page “\(name)”, but there is neither such a page nor a template \
      \(name).md.mustache. Pages and templates of the report: \(listed(known)).
      """
    case .duplicateFile(let path):
      "Two pages, charts or assets have the file path “\(path)”. Rename one of them."
    default: ""
    }
  }

  private var markdownProblem: String {
    switch self {
    case .documentTooLarge(let page, let byteCount, let limit):
      "Page “\(page)” has \(byteCount) bytes of Markdown; the limit is \(limit). Split the page."
    case .tableTooWide(let page, let line, let columnCount, let limit):
      """
      Page “\(page)”, line \(line) of its Markdown: a table has \(columnCount) columns; the \
      limit is \(limit). Transpose the table or split it.
      """
    case .tooManyTableCells(let page, let line, let limit):
      """
      Page “\(page)”, line \(line) of its Markdown: the tables so far have more than \(limit) \
      cells. Split the page.
      """
    case .costlyRule(let page, let line):
      """
      Page “\(page)”, line \(line) of its Markdown: a line of dashes after such a long paragraph \
      or table takes the parser too long. Put a blank line before it, or split the table.
      """
    case .parserFailed(let page, let reason):
      """
      cmark-gfm cannot render the Markdown of page “\(page)”: \(reason). \
      Install libcmark-gfm-extensions-dev, or split the page.
      """
    default: ""
    }
  }
}

private func listed(_ names: [String]) -> String {
  names.isEmpty ? "none" : names.sorted().joined(separator: ", ")
}
