import Reporting

/// The titles that a reader of a site can search for: of its pages, and of the sections that only one
/// page has, such as a claim or a source.
struct SearchIndex {
  /// Title, title of the page, and address from the root of the site.
  private let entries: [[String]]

  /// Reads the headings of pages that search engines may list, too.
  init(of pages: [ReportPage], html: [String: String]) {
    let sections = pages.filter(\.isIndexed).map { page in
      (page: page, headings: Self.headings(in: html[page.name] ?? ""))
    }
    var counts: [String: Int] = [:]
    for title in sections.flatMap({ Set($0.headings.map(\.title)) }) {
      counts[title, default: 0] += 1
    }
    entries = sections.flatMap { page, headings in
      [[page.title, page.title, "\(page.name).html"]]
        + headings.filter { counts[$0.title] == 1 && $0.title != page.title }.map {
          [$0.title, page.title, "\(page.name).html#\($0.id)"]
        }
    }
  }

  /// The index as a script that sets one variable, since a page opened from disk can load nothing else.
  var script: String {
    let lines = entries.map { "[\($0.map(scriptLiteral).joined(separator: ","))]" }
    return "globalThis.searchIndex = [\n\(lines.joined(separator: ",\n"))\n];\n"
  }

  /// The headings of second and third level in a page that we wrote, as text.
  private static func headings(in page: String) -> [(id: String, title: String)] {
    var found: [(id: String, title: String)] = []
    let bytes = Array(page.utf8)
    var index = 0
    while let start = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
      index = start + 1
      let tag = bytes[start...].prefix(8)
      guard tag.elementsEqual("<h2 id=\"".utf8) || tag.elementsEqual("<h3 id=\"".utf8) else {
        continue
      }
      let id = bytes[tag.endIndex...].prefix { $0 != UInt8(ascii: "\"") }
      let content = bytes[id.endIndex...].dropFirst(2)
      var (text, isInTag): ([UInt8], Bool) = ([], false)
      for (position, byte) in zip(content.indices, content) {
        if byte == UInt8(ascii: "<") {
          guard !content[position...].starts(with: "</h".utf8) else { break }
          isInTag = true
        }
        if !isInTag { text.append(byte) }
        if byte == UInt8(ascii: ">") { isInTag = false }
      }
      let title = htmlUnescaped(String(decoding: text, as: UTF8.self))
        .split { $0.isWhitespace }.joined(separator: " ")
      found.append((htmlUnescaped(String(decoding: id, as: UTF8.self)), title))
    }
    return found
  }
}
