/// What can go wrong between finished values and files.
package enum RenderingError: Error, Equatable, Sendable {
  /// A folder or a file in it cannot be read.
  case unreadable(path: String, reason: String)
  /// A template cannot be understood, or uses what our templates do not allow.
  case templateSyntax(template: String, line: Int, problem: String)
  /// A page or a template asks for a template that is not there.
  case unknownTemplate(String, neededBy: String, known: [String])
  /// A template names a value that its context does not have.
  case unknownName(String, template: String, line: Int, known: [String])
  /// A template inserts text without escaping it.
  case unescapedText(name: String, template: String, line: Int)
  /// A context holds something that a page cannot print.
  case unfinishedValue(path: String, type: String)
  /// A page's Markdown is larger than we hand to the parser.
  case documentTooLarge(page: String, byteCount: Int, limit: Int)
  /// A table has more columns than the parser bears.
  case tableTooWide(page: String, line: Int, columnCount: Int, limit: Int)
  /// The tables of a page have more cells than the parser bears.
  case tooManyTableCells(page: String, line: Int, limit: Int)
  /// A line of dashes follows so long a paragraph that looking for a table takes too long.
  case costlyRule(page: String, line: Int)
  /// The Markdown parser gave no result.
  case parserFailed(page: String, reason: String)
  /// A page shows a chart that it does not bring.
  case unknownChart(String, page: String, known: [String])
  /// A page shows a mark that no runtime has.
  case unknownMark(String, page: String, known: [String])
  /// Two parts of a site claim the same file.
  case duplicateFile(path: String)
  /// A site's file has a path that leads out of the site's folder, or the folder is the root.
  case unusablePath(String)
  /// The operating system refused a step of writing the site.
  case cannotWrite(path: String, action: String, reason: String)
  /// A file of the site's folder or of its staging folder cannot be removed.
  case cannotRemove(path: String, reason: String)
  /// A file that we did not write has the path of one that we are about to write.
  case foreignFile(path: String, folder: String)
}

extension RenderingError: CustomStringConvertible {
  /// What is wrong, where, and how to put it right.
  package var description: String {
    switch self {
    case .templateSyntax, .unknownTemplate, .unknownName, .unescapedText, .unfinishedValue:
      templateProblem
    case .documentTooLarge, .tableTooWide, .tooManyTableCells, .costlyRule, .parserFailed:
      markdownProblem
    case .unreadable, .unknownChart, .unknownMark, .duplicateFile, .unusablePath, .cannotWrite,
      .cannotRemove, .foreignFile:
      siteProblem
    }
  }

  private var templateProblem: String {
    switch self {
    case .templateSyntax(let template, let line, let problem):
      "Template \(template), line \(line): \(problem)."
    case .unknownTemplate(let name, let origin, let known):
      "No template “\(name)”, which \(origin) asks for. There are: \(listed(known))."
    case .unknownName(let name, let template, let line, let known):
      """
      Template \(template), line \(line): the context has no “\(name)”. \
      Known at this place: \(listed(known)).
      """
    case .unescapedText(let name, let template, let line):
      """
      Template \(template), line \(line): “\(name)” is text and must be escaped. Write \
      {{\(name)}}, or make the value a Markup if it is code or a link.
      """
    case .unfinishedValue(let path, let type):
      """
      The context's “\(path)” is of type \(type), which a page cannot print. Make it a finished \
      String, a Bool, a Markup, or a struct or an array of these.
      """
    default: ""
    }
  }

  private var siteProblem: String {
    switch self {
    case .unreadable(let path, let reason):
      "Cannot read “\(path)”: \(reason). Check the path and who may read it."
    case .unknownChart(let name, let page, let known):
      "Page “\(page)” shows charts/\(name).svg but brings only: \(listed(known))."
    case .unknownMark(let name, let page, let known):
      "Page “\(page)” shows marks/\(name).svg, but there are only: \(listed(known))."
    case .duplicateFile(let path):
      "Two pages, charts or assets claim the file “\(path)”. Give one of them another name."
    case .unusablePath(let path):
      """
      “\(path)” cannot be a site's folder or a file in it. Name a folder below the root, and files \
      by relative paths without “.” and “..”.
      """
    case .cannotWrite(let path, let action, let reason):
      """
      Cannot \(action) “\(path)”: \(reason). The old site stays until a new one is complete. \
      Free some space, or name a folder that you may write to.
      """
    case .cannotRemove(let path, let reason):
      "“\(path)” cannot be removed: \(reason). Remove it by hand and repeat the command."
    case .foreignFile(let path, let folder):
      """
      “\(path)” in “\(folder)” was not written by Parallax and is kept. \
      Move it away, or name another folder.
      """
    default: ""
    }
  }

  private var markdownProblem: String {
    switch self {
    case .documentTooLarge(let page, let byteCount, let limit):
      "Page “\(page)” has \(byteCount) bytes of Markdown; at most \(limit) are rendered. Split it."
    case .tableTooWide(let page, let line, let columnCount, let limit):
      """
      Page “\(page)”, line \(line) of its Markdown: a table of \(columnCount) columns; at most \
      \(limit) are rendered. Turn the table on its side or split it.
      """
    case .tooManyTableCells(let page, let line, let limit):
      """
      Page “\(page)”, line \(line) of its Markdown: the tables up to here have more than \(limit) \
      cells. Split the page.
      """
    case .costlyRule(let page, let line):
      """
      Page “\(page)”, line \(line) of its Markdown: a line of dashes after so long a paragraph or \
      table takes the parser too long. Put a blank line before it, or split the table.
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
