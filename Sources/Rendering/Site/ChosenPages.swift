package import BenchmarkModel
package import Reporting

/// The pages of a report that a site shows, in its order and under its titles.
package struct ChosenPages: Sendable {
  /// The pages of the site.
  package let pages: [ReportPage]
  /// The names of the report's pages that are left out; a link to one becomes its text.
  package let omitted: Set<String>

  /// Chooses among the pages of a report; without a list all of them, as the report names them.
  ///
  /// A page that the report does not have, such as the history of a first run, is left out. An added
  /// page has the values of the report's first page.
  ///
  /// - Throws: ``RenderingError/unknownPage(_:known:)`` for a name that belongs to no page and no
  ///   template.
  package init(
    of all: [ReportPage], for site: SiteDescription, templates: TemplateLibrary
  ) throws(RenderingError) {
    var chosen: [ReportPage] = []
    for entry in site.pages {
      let found =
        entry.isAdded
        ? Self.added(entry, about: site.summary, beside: all)
        : all.filter { $0.name == entry.name || $0.template == entry.name }
      guard !found.isEmpty || templates.hasTemplate(entry.name) else {
        throw .unknownPage(entry.name, known: Set(all.map(\.name) + all.map(\.template)).sorted())
      }
      chosen += found.filter { page in !chosen.contains { $0.name == page.name } }
        .map { Self.page($0, as: entry) }
    }
    if site.pages.isEmpty { chosen = all }
    let names = Set(chosen.map(\.name))
    let omitted = Set(all.map(\.name)).subtracting(names)
    self.omitted = omitted
    pages = chosen.map { page in
      var page = page
      let entry = site.pages.first { $0.name == page.name }
      if page.name == "index" {
        if entry?.title == nil { page.title = site.name }
        if entry?.summary == nil { page.description = site.summary ?? page.description }
      }
      for index in page.charts.indices { page.charts[index].unlink(from: omitted) }
      return page
    }
  }

  private static func added(
    _ entry: SiteDescription.Page, about summary: String?, beside all: [ReportPage]
  ) -> [ReportPage] {
    guard let first = all.first(where: { $0.name == "index" }) else { return [] }
    return [
      ReportPage(
        name: entry.name, title: entry.name, description: summary ?? first.description,
        template: entry.name, context: first.context)
    ]
  }

  private static func page(_ page: ReportPage, as entry: SiteDescription.Page) -> ReportPage {
    var page = page
    page.card = entry.card
    if page.name == entry.name {
      (page.menuTitle, page.menuGroup) = (entry.menu, entry.group)
      page.title = entry.title ?? (entry.isAdded ? entry.menu ?? entry.name : page.title)
      page.description = entry.summary ?? page.description
    } else if let menu = entry.menu {
      page.menuGroup = menu
    } else {
      page.menuTitle = nil
    }
    return page
  }
}

extension Chart {
  /// Removes the links of panels to pages that do not exist.
  fileprivate mutating func unlink(from omitted: Set<String>) {
    guard case .panels(var panels, let axis) = plot else { return }
    for index in panels.indices where panels[index].page.map(omitted.contains) == true {
      panels[index].page = nil
    }
    plot = .panels(panels, axis: axis)
  }
}

/// Markdown without the links to pages that a site leaves out; their text remains.
///
/// Fenced code stays as it is. A link's text has its brackets escaped, as all text has.
func withoutLinks(to omitted: Set<String>, _ markdown: String) -> String {
  guard !omitted.isEmpty else { return markdown }
  var pieces: [String] = []
  var prose: [Substring] = []
  var fence: Substring?
  func endProse() {
    if !prose.isEmpty { pieces.append(unlinked(prose.joined(separator: "\n"), from: omitted)) }
    prose = []
  }
  for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
    let mark = line.prefix { $0 == "`" }
    if let open = fence {
      pieces.append(String(line))
      if mark == line, mark.count >= open.count { fence = nil }
    } else if mark.count >= 3, !line[mark.endIndex...].contains("`") {
      endProse()
      pieces.append(String(line))
      fence = mark
    } else {
      prose.append(line)
    }
  }
  endProse()
  return pieces.joined(separator: "\n")
}

private func unlinked(_ prose: String, from omitted: Set<String>) -> String {
  // swift-format-ignore
  let link = /\[((?:[^\[\]\\]|\\.)*)\]\((?:\.\.\/|machines\/[^\/()]+\/)*([^\/()#\s]+)\.md(?:#[^()\s]*)?\)/
  return prose.replacing(link) { found in
    omitted.contains(String(found.output.2)) ? found.output.1 : found.output.0
  }
}
