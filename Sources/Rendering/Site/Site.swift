package import BenchmarkModel
package import Reporting

/// The pages of a report and what they share.
package struct Site: Sendable {
  /// The site's name, its look and what it is about.
  package var about: SiteDescription
  /// The line at the bottom of each page that says from which measurements the site was made.
  package var stamp: String
  /// What made the site, for the bottom of each page.
  package var credit: String
  /// The site's address, for example `https://example.org/parallax/`; nil if it is not known.
  ///
  /// Without it there is no site map, no canonical address and nothing else that needs one.
  package var baseURL: String?
  /// The path of the feed among the site's files; nil if there is none.
  package var feed: String?
  /// The published measurements; nil if only pages are.
  package var dataset: Dataset?
  /// The pages; those with a menu title form the menu, in this order.
  package var pages: [ReportPage]
  /// The names of pages that the report has and the site leaves out; a link to one becomes its text.
  package var omitted: Set<String>
  /// The folder of the pages from the root of the site, with a slash at its end; empty for the root.
  package var folder: String
  /// The machine that the pages of a folder are about, in a few words; nil for the root.
  package var machine: String?
  /// The sites in folders below this one, whose pages search engines are asked not to list because
  /// they repeat this one's text.
  package var parts: [Site]

  package init(
    about: SiteDescription, stamp: String, credit: String, baseURL: String? = nil,
    feed: String? = nil, dataset: Dataset? = nil, pages: [ReportPage],
    omitted: Set<String> = [],
    folder: String = "", machine: String? = nil, parts: [Site] = []
  ) {
    self.about = about
    self.stamp = stamp
    self.credit = credit
    self.baseURL = baseURL
    self.feed = feed
    self.dataset = dataset
    self.pages = pages
    self.omitted = omitted
    self.folder = folder
    self.machine = machine
    self.parts = parts
  }

  /// The way from a page to the root of the site.
  var root: String {
    folder.split(separator: "/").map { _ in "../" }.joined()
  }

  /// The full address of a site's file; nil without a base address.
  func address(of file: String) -> String? {
    baseURL.map { folderAddress($0) + file }
  }
}

/// The address with a slash at its end, so that the names of files can follow.
package func folderAddress(_ address: String) -> String {
  address.hasSuffix("/") ? address : address + "/"
}

/// What all pages of a site share, prepared once.
struct SiteFrame: Sendable {
  /// A page in the menu.
  struct MenuPage: Sendable {
    var name: String
    var title: String
    var group: String?
  }

  let site: Site
  /// The names of all pages, those of other folders as they are linked to from here.
  let pages: Set<String>
  /// The inline marks, by runtime.
  let marks: [String: SafeHTML]
  /// The menu for each page in it, by name; all other pages use the entry with an empty name.
  private var menus: [String: SafeHTML] = [:]

  /// Prepares the marks and renders the menus.
  ///
  /// - Parameter others: The other folders' sites, to whose pages this one's can link.
  init(
    _ site: Site, beside others: [Site] = [], templates: TemplateLibrary, marks: RuntimeMarks
  ) throws(RenderingError) {
    self.site = site
    let elsewhere = others.flatMap { other in
      other.pages.map { "\(site.root)\(other.folder)\($0.name)" }
    }
    pages = Set(site.pages.map(\.name) + elsewhere)
    let menu = site.pages.compactMap { page in
      page.menuTitle.map { MenuPage(name: page.name, title: $0, group: page.menuGroup) }
    }
    self.marks = marks.names.reduce(into: [:]) { $0[$1] = marks.inline($1) }
    for name in menu.map(\.name) + [""] {
      let shell = MenuShell(of: menu, on: name)
      menus[name] = SafeHTML(try templates.render("menu", shell, neededBy: "the renderer"))
    }
  }

  /// The menu for a page, with the page highlighted if it is in the menu.
  func menu(on page: String) -> SafeHTML { menus[page] ?? menus[""] ?? SafeHTML("") }
}

/// The context of the menu template.
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

/// The context of the HTML page template.
struct PageShell: Encodable, Sendable {
  var headTitle: String
  var description: String
  var siteTitle: String
  /// The path of the logo from the root of the site.
  var logo: String?
  var canonical: String?
  var feed: String?
  /// The image for previews of links to the page, and its description.
  var card: Card?
  var menu: SafeHTML
  var content: SafeHTML
  var stamp: String
  var credit: String
  var markdownAddress: String
  /// The way to the root of the site, with a slash at its end unless it is empty.
  var root: String
  /// The machine that the pages of this folder are about; nil at the root of the site.
  var machine: String?
  /// The page that compares machines; nil if the site has none.
  var machinesAddress: String?
  /// The section that says how to cite the report; nil if there is none.
  var citeAddress: String?
  /// The measurements as schema.org describes a data set, on the first page of a published site.
  var dataset: SafeHTML?
  /// Whether search engines are asked not to index the page.
  var isHidden: Bool

  /// The image for previews of links to a page.
  struct Card: Encodable, Sendable {
    /// Other sites use it, so it is complete.
    var address: String
    /// What it shows: the page that it was made for, or the site.
    var text: String

    /// Nil without an image, or without the site's address.
    init?(of page: ReportPage, in site: Site) {
      guard let address = (page.card ?? site.about.card).flatMap(site.address) else { return nil }
      self.address = address
      let about = site.about
      let subject =
        page.card == nil ? [about.name, about.summary] : [page.title, page.description]
      text = subject.compactMap(\.self).joined(separator: ": ")
    }
  }

  init(_ page: ReportPage, in frame: SiteFrame, content: SafeHTML) {
    let site = frame.site
    let name = site.about.name
    let title = page.title + (site.machine.map { " on \($0)" } ?? "")
    headTitle = page.title == name ? title : "\(title) · \(name)"
    description = page.description
    siteTitle = name
    logo = site.about.logo
    canonical = site.address(of: "\(site.folder)\(page.name).html")
    feed = site.feed.map { site.root + $0 }
    card = Card(of: page, in: site)
    menu = frame.menu(on: page.name)
    self.content = content
    stamp = site.stamp
    credit = site.credit
    markdownAddress = "\(page.name).md"
    root = site.root
    machine = site.machine
    machinesAddress =
      site.pages.contains { $0.name == "machines" } ? "\(site.root)machines.html" : nil
    citeAddress =
      site.pages.contains { $0.name == "data" } ? "data.html#how-to-cite" : nil
    dataset = page.name == "index" && site.folder.isEmpty ? site.dataset?.markup(of: site) : nil
    isHidden = !page.isIndexed || !site.folder.isEmpty
  }
}

/// The context of the template of `404.html`.
///
/// A server returns this page for addresses at any depth, so relative addresses work only at the root. It has
/// them where the site's address is not known.
struct MissingPageShell: Encodable, Sendable {
  var siteTitle: String
  var styleSheet: String
  /// The first page.
  var home: String
  var links: [MenuShell.MenuItem]

  init(in site: Site) {
    func address(_ file: String) -> String { site.address(of: file) ?? file }
    siteTitle = site.about.name
    styleSheet = address("style.css")
    home = address("index.html")
    links = site.pages.compactMap { page in
      guard page.menuGroup == nil, let title = page.menuTitle else { return nil }
      return MenuShell.MenuItem(
        title: title, address: address("\(page.name).html"), isCurrent: false)
    }
  }
}
