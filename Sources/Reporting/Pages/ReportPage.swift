import Analysis

/// A page of the report before it is written out: a template, the values it names, and charts.
package struct ReportPage: Sendable {
  /// The stem of the page's files, in kebab case, for example `sleeping-tasks`.
  package var name: String
  /// The title in the browser's tab and in search results.
  package var title: String
  /// One sentence for search results and previews.
  package var description: String
  /// The file that previews of links to it show; nil for the site's.
  package var card: String?
  /// The page's name in the menu, which follows the order of the pages; nil leaves it out.
  package var menuTitle: String?
  /// The title under which the menu folds adjacent pages of the same group; nil for a page with its own
  /// menu entry.
  package var menuGroup: String?
  /// The name of the template, `workload` for the file `workload.md.mustache`.
  package var template: String
  /// The values that the template names: a struct of `String`, `Bool`, `Markup`, optionals and
  /// arrays of these, and structs of the same.
  ///
  /// Stored properties only; numbers are refused, since a page prints finished strings.
  package var context: any Encodable & Sendable
  /// Whether search engines may list it and the site map names it.
  package var isIndexed: Bool
  /// The charts that the template may show as `![…](charts/NAME.svg)`.
  package var charts: [Chart]

  package init(
    name: String, title: String, description: String, menuTitle: String? = nil,
    menuGroup: String? = nil, template: String, context: any Encodable & Sendable,
    charts: [Chart] = [], isIndexed: Bool = true
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.menuTitle = menuTitle
    self.menuGroup = menuGroup
    self.template = template
    self.context = context
    self.charts = charts
    self.isIndexed = isIndexed
  }
}

/// Text that a template inserts as Markdown, with three braces: `{{{source}}}`.
///
/// Everything else that a template inserts is escaped, so that text from files never becomes markup.
package enum Markup: Encodable, Sendable, Equatable {
  /// Text in fixed width within a sentence, for example a digest or a command.
  case code(String)
  /// A code block; the language is, for example, `swift`, `go` or `rust`.
  case listing(String, language: String)
  /// A link; only its text remains when the address is neither relative nor `http`, `https` or
  /// `mailto`.
  case link(String, to: String)
}
