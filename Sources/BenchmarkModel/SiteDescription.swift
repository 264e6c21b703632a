/// What a folder of templates says about the site that is made with it: its name, its pages and its look.
package struct SiteDescription: Sendable, Equatable {
  /// A page of the site, or all pages of one template.
  package struct Page: Sendable, Equatable {
    /// The name of a page, or of a template that makes several, for example `workload`.
    package var name: String
    /// Whether it is the writer's own page, with the template of the same name.
    package var isAdded: Bool
    /// Its title in the menu, or for several pages that of their group; nil leaves them out of the menu.
    package var menu: String?
    /// The title under which the menu folds it with its neighbors; nil for a separate entry.
    package var group: String?
    /// The title in the browser's tab and in search results; nil for the report's.
    package var title: String?
    /// One sentence for search results and previews; nil for the report's.
    package var summary: String?
    /// The file that previews of links to it show, like ``SiteDescription/card``; nil for the site's.
    package var card: String?

    package init(
      _ name: String, isAdded: Bool = false, menu: String? = nil, group: String? = nil,
      title: String? = nil, summary: String? = nil, card: String? = nil
    ) {
      self.name = name
      self.isAdded = isAdded
      self.menu = menu
      self.group = group
      self.title = title
      self.summary = summary
      self.card = card
    }
  }

  /// A color of pages and charts, on light and on dark ground, as `#rrggbb`.
  package struct Color: Sendable, Equatable {
    /// The variable of the style sheets that it sets, without its hyphens.
    package var name: String
    package var light: String
    package var dark: String

    package init(_ name: String, light: String, dark: String) {
      self.name = name
      self.light = light
      self.dark = dark
    }
  }

  /// The colors that a site can set.
  package static let colorNames = ["paper", "tint", "ink", "muted", "rule", "link", "target"]

  /// The site's name, at the top of each page.
  package var name: String
  /// What the site is about, in a sentence; nil if it does not say.
  package var summary: String?
  /// The logo's file in the folder of templates; nil without one.
  package var logo: String?
  /// The file in the folder of templates that previews of links show, a PNG of 1,200 by 630 pixels.
  package var card: String?
  /// The id of the runtime that others are compared with; nil for the tree's own.
  package var baseline: String?
  package var colors: [Color]
  /// The pages in the order of the menu; empty for all pages of the report.
  package var pages: [Page]

  package init(
    name: String, summary: String? = nil, logo: String? = nil, card: String? = nil,
    baseline: String? = nil, colors: [Color] = [], pages: [Page] = []
  ) {
    self.name = name
    self.summary = summary
    self.logo = logo
    self.card = card
    self.baseline = baseline
    self.colors = colors
    self.pages = pages
  }
}
