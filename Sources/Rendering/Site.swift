public import Reporting

/// The pages of a report and what all of them share.
public struct Site: Sendable {
  /// The name of the whole, shown at the top of each page.
  public var title: String
  /// The line at the foot of each page that says from what and when it was made.
  public var stamp: String
  /// Where the site will be found, for example `https://example.org/parallax/`; nil when that is
  /// not known, and then there is no site map and no canonical address.
  public var baseURL: String?
  /// The pages; those with a menu title form the menu, in this order.
  public var pages: [ReportPage]

  /// Makes a site.
  public init(title: String, stamp: String, baseURL: String? = nil, pages: [ReportPage]) {
    self.title = title
    self.stamp = stamp
    self.baseURL = baseURL
    self.pages = pages
  }

  /// The address of a site's file, with one slash between the two; nil without a base.
  func address(of file: String) -> String? {
    baseURL.map { ($0.hasSuffix("/") ? $0 : $0 + "/") + file }
  }
}

/// What the template of the HTML page prints.
struct PageShell: Sendable {
  struct MenuItem: Sendable {
    var title: String
    var address: String
    var isCurrent: Bool
  }

  struct MenuGroup: Sendable {
    var title: String
    var items: [MenuItem]
    var isCurrent: Bool
  }

  /// Either a page or a group of pages.
  struct MenuEntry: Sendable {
    var item: MenuItem?
    var group: MenuGroup?
  }

  var headTitle: String
  var description: String
  var siteTitle: String
  var canonical: String?
  var menu: [MenuEntry]
  var content: SafeHTML
  var stamp: String
  var markdownAddress: String
  /// Whether search engines are asked to leave the page out.
  var isHidden: Bool

  init(_ page: ReportPage, in site: Site, content: SafeHTML) {
    headTitle = page.title == site.title ? page.title : "\(page.title) · \(site.title)"
    description = page.description
    siteTitle = site.title
    canonical = site.address(of: "\(page.name).html")
    menu = Self.menu(of: site, on: page)
    self.content = content
    stamp = site.stamp
    markdownAddress = "\(page.name).md"
    isHidden = !page.isIndexed
  }

  private static func menu(of site: Site, on page: ReportPage) -> [MenuEntry] {
    var entries: [MenuEntry] = []
    for other in site.pages {
      guard let title = other.menuTitle else { continue }
      let isCurrent = other.name == page.name
      let item = MenuItem(title: title, address: "\(other.name).html", isCurrent: isCurrent)
      guard let group = other.menuGroup else {
        entries.append(MenuEntry(item: item))
        continue
      }
      if entries.last?.group?.title != group {
        entries.append(MenuEntry(group: MenuGroup(title: group, items: [], isCurrent: false)))
      }
      entries[entries.count - 1].group?.items.append(item)
      if isCurrent { entries[entries.count - 1].group?.isCurrent = true }
    }
    return entries
  }
}
