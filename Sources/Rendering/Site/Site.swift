package import Reporting

/// The pages of a report and what all of them share.
package struct Site: Sendable {
  /// The name of the whole, shown at the top of each page.
  package var title: String
  /// The line at the foot of each page that says from what and when it was made.
  package var stamp: String
  /// Where the site will be found, for example `https://example.org/parallax/`; nil when that is
  /// not known, and then there is no site map and no canonical address, and what else needs one.
  package var baseURL: String?
  /// The path of the feed among the site's files; nil when it has none.
  package var feed: String?
  /// The path of the picture that shows the site where somebody links to it, 1,200 by 630 pixels;
  /// nil when it has none.
  package var card: String?
  /// The pages; those with a menu title form the menu, in this order.
  package var pages: [ReportPage]

  /// Makes a site.
  package init(
    title: String, stamp: String, baseURL: String? = nil, feed: String? = nil,
    card: String? = nil, pages: [ReportPage]
  ) {
    self.title = title
    self.stamp = stamp
    self.baseURL = baseURL
    self.feed = feed
    self.card = card
    self.pages = pages
  }

  /// The address of a site's file, with one slash between the two; nil without a base.
  func address(of file: String) -> String? {
    baseURL.map { ($0.hasSuffix("/") ? $0 : $0 + "/") + file }
  }
}

/// What all pages of a site have in common, gathered once for all of them.
struct SiteFrame: Sendable {
  /// A page that stands in the menu.
  struct MenuPage: Sendable {
    var name: String
    var title: String
    var group: String?
  }

  let site: Site
  /// The names of all pages.
  let pages: Set<String>
  /// The marks within lines of text, by runtime.
  let marks: [String: SafeHTML]
  /// The menu as each of its pages shows it, by name; on all others it is the one without a name.
  private var menus: [String: SafeHTML] = [:]

  /// Gathers them and has the menus printed.
  init(_ site: Site, templates: TemplateLibrary, marks: RuntimeMarks) throws(RenderingError) {
    self.site = site
    pages = Set(site.pages.map(\.name))
    let menu = site.pages.compactMap { page in
      page.menuTitle.map { MenuPage(name: page.name, title: $0, group: page.menuGroup) }
    }
    self.marks = marks.names.reduce(into: [:]) { $0[$1] = marks.inline($1) }
    for name in menu.map(\.name) + [""] {
      let shell = MenuShell(of: menu, on: name)
      menus[name] = SafeHTML(try templates.render("menu", shell, neededBy: "the renderer"))
    }
  }

  /// The menu with a page marked, if it is in it.
  func menu(on page: String) -> SafeHTML { menus[page] ?? menus[""] ?? SafeHTML("") }
}

/// What the template of the menu prints.
struct MenuShell: Encodable, Sendable {
  struct MenuItem: Encodable, Sendable {
    var title: String
    var address: String
    var isCurrent: Bool
  }

  struct MenuGroup: Encodable, Sendable {
    var title: String
    var items: [MenuItem]
    var isCurrent: Bool
  }

  /// Either a page or a group of pages.
  struct MenuEntry: Encodable, Sendable {
    var item: MenuItem?
    var group: MenuGroup?
  }

  var menu: [MenuEntry]

  init(of pages: [SiteFrame.MenuPage], on page: String) {
    var entries: [MenuEntry] = []
    for other in pages {
      let isCurrent = other.name == page
      let item = MenuItem(title: other.title, address: "\(other.name).html", isCurrent: isCurrent)
      guard let group = other.group else {
        entries.append(MenuEntry(item: item))
        continue
      }
      if entries.last?.group?.title != group {
        entries.append(MenuEntry(group: MenuGroup(title: group, items: [], isCurrent: false)))
      }
      entries[entries.count - 1].group?.items.append(item)
      if isCurrent { entries[entries.count - 1].group?.isCurrent = true }
    }
    menu = entries
  }
}

/// What the template of the HTML page prints.
struct PageShell: Encodable, Sendable {
  var headTitle: String
  var description: String
  var siteTitle: String
  var canonical: String?
  var feed: String?
  var card: String?
  var menu: SafeHTML
  var content: SafeHTML
  var stamp: String
  var markdownAddress: String
  /// Whether search engines are asked to leave the page out.
  var isHidden: Bool

  init(_ page: ReportPage, in frame: SiteFrame, content: SafeHTML) {
    let site = frame.site
    headTitle = page.title == site.title ? page.title : "\(page.title) · \(site.title)"
    description = page.description
    siteTitle = site.title
    canonical = site.address(of: "\(page.name).html")
    feed = site.feed
    // Readers of these addresses are on other sites, so it is whole or not there at all.
    card = site.card.flatMap(site.address)
    menu = frame.menu(on: page.name)
    self.content = content
    stamp = site.stamp
    markdownAddress = "\(page.name).md"
    isHidden = !page.isIndexed
  }
}

/// What the template of the page for missing addresses prints.
///
/// A server hands the page out at any depth, so it has no relative address; without the address of
/// the site it has none at all.
struct MissingPageShell: Encodable, Sendable {
  var siteTitle: String
  var styleSheet: String?
  var links: [MenuShell.MenuItem]

  init(in site: Site) {
    siteTitle = site.title
    styleSheet = site.address(of: "style.css")
    links = site.pages.compactMap { page in
      guard page.menuGroup == nil, let title = page.menuTitle,
        let address = site.address(of: "\(page.name).html")
      else { return nil }
      return MenuShell.MenuItem(title: title, address: address, isCurrent: false)
    }
  }
}
