package import BenchmarkModel

/// Reads `site.json` of a folder of templates, strictly: an unknown key, a missing key, or a value that
/// could become markup is an error with its line and key.
package enum SiteReader {
  /// The name of the file in a folder of templates.
  package static let file = "site.json"

  /// What the content of a file says.
  ///
  /// - Parameters:
  ///   - path: The file's name for messages.
  ///   - runtimes: The runtimes that may be the baseline.
  package static func description(
    in bytes: [UInt8], path: String, runtimes: [Runtime]
  ) throws(ReferenceError) -> SiteDescription {
    try JSONNode.document(in: bytes, path: path, problem: { .site(.json($0)) }) {
      node throws(ReferenceError) in
      try SiteDescription(node, runtimes)
    }
  }
}

/// What can be wrong with a file that describes a site, besides unknown names.
package enum SiteProblem: Equatable, Sendable {
  /// The file is not JSON, or a key is missing, or a value is of the wrong kind.
  case json(ExternalProblem)
  /// A logo or card is not the name of an image in the folder of templates.
  case notAnImage(String, endings: [String])
  /// A page is listed twice.
  case duplicatePage(String)
  /// No page is the first page.
  case noIndex

  var fault: String {
    switch self {
    case .json(let problem): problem.fault
    case .notAnImage(let name, _): "\(quoted(name)) is not the name of an image here."
    case .duplicatePage(let name): "The page \(quoted(name)) is already listed."
    case .noIndex: "The list has no page \"index\", which is the first that readers see."
    }
  }

  var remedy: String {
    switch self {
    case .json: "docs/own-site.md describes the file."
    case .notAnImage(_, let endings):
      "Name a file beside site.json with letters, digits and -_. in its name, ending in "
        + "\(endings.joined(separator: " or "))."
    case .duplicatePage: "Remove one of the two."
    case .noIndex: "Add {\"page\": \"index\"}, or {\"add\": \"index\"} for a page of your own."
    }
  }
}

extension SiteDescription {
  private static let keys = [
    "name", "description", "logo", "card", "baseline", "colors", "pages",
  ]

  fileprivate init(_ node: JSONNode, _ runtimes: [Runtime]) throws(ReferenceError) {
    try node.checkKeys(Self.keys)
    self.init(
      name: try node.required("name").text(), summary: try node.member("description")?.text(),
      logo: try node.member("logo")?.image(endingIn: [".svg", ".png"]),
      card: try node.member("card")?.card())
    if let value = try node.member("baseline") {
      let name = try value.text()
      guard runtimes.contains(where: { $0.id == name }) else {
        throw value.fault(.unknownName(.runtime, value: name, allowed: runtimes.map(\.id)))
      }
      baseline = name
    }
    if let value = try node.member("colors") {
      try value.checkKeys(Self.colorNames)
      for (name, color) in try value.members() { colors.append(try Color(name, color)) }
    }
    if let value = try node.member("pages") { pages = try Self.pages(value) }
  }

  private static func pages(_ list: JSONNode) throws(ReferenceError) -> [Page] {
    var pages: [Page] = []
    for element in try list.someElements() {
      let page = try Page(element)
      guard !pages.contains(where: { $0.name == page.name }) else {
        throw element.fault(.site(.duplicatePage(page.name)))
      }
      pages.append(page)
    }
    guard pages.contains(where: { $0.name == "index" }) else { throw list.fault(.site(.noIndex)) }
    return pages
  }
}

extension SiteDescription.Page {
  fileprivate init(_ node: JSONNode) throws(ReferenceError) {
    try node.checkKeys(["page", "add", "menu", "group", "title", "description", "card"])
    let added = try node.member("add")
    let name = if let added { added } else { try node.required("page") }
    self.init(
      try name.text(.identifier), isAdded: added != nil,
      menu: try node.member("menu")?.text(), group: try node.member("group")?.text(),
      title: try node.member("title")?.text(), summary: try node.member("description")?.text(),
      card: try node.member("card")?.card())
    guard let added, try node.member("page") != nil else { return }
    throw added.fault(.claim(.conflict("add", with: "page")))
  }
}

extension SiteDescription.Color {
  fileprivate init(_ name: String, _ node: JSONNode) throws(ReferenceError) {
    try node.checkKeys(["light", "dark"])
    self.init(
      name, light: try node.text("light", .color), dark: try node.text("dark", .color))
  }
}

extension JSONNode {
  /// The name of a card in the same folder.
  fileprivate func card() throws(ReferenceError) -> String { try image(endingIn: [".png"]) }

  /// The name of a file in the same folder, with one of these endings.
  fileprivate func image(endingIn endings: [String]) throws(ReferenceError) -> String {
    let name = try text()
    let isPlain = name.utf8.allSatisfy {
      (48...57).contains($0) || (97...122).contains($0 | 0x20) || "-_.".utf8.contains($0)
    }
    guard isPlain, !name.hasPrefix("."), endings.contains(where: name.hasSuffix) else {
      throw fault(.site(.notAnImage(name, endings: endings)))
    }
    return name
  }
}
