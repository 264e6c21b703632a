package import FoundationEssentials
package import Reporting

/// An Atom feed of changed verdicts, for readers to subscribe to.
package struct Feed: Sendable {
  /// The maximum number of entries in a feed; older changes are left out.
  package static let entryCount = 100

  /// The changes, newest first.
  let changes: [VerdictChange]
  /// The end of the newest run considered.
  let date: Date

  /// Creates a feed from changes in the order of their runs.
  package init(_ changes: [VerdictChange], date: Date) {
    self.changes = changes.reversed().prefix(Self.entryCount).map(\.self)
    self.date = date
  }

  /// The feed as Atom (RFC 4287), with addresses below a base such as
  /// `https://example.org/parallax/`.
  ///
  /// Dates come from the runs, so the same runs give the same bytes.
  package func atom(title: String, baseURL: String) -> String {
    let site = htmlEscaped(folderAddress(baseURL))
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <feed xmlns="http://www.w3.org/2005/Atom">
      <title>\(htmlEscaped(title)): changed verdicts</title>
      <id>\(site)feed.xml</id>
      <link rel="self" type="application/atom+xml" href="\(site)feed.xml"/>
      <link rel="alternate" type="text/html" href="\(site)index.html"/>
      <updated>\(date.ISO8601Format())</updated>
      <author><name>\(htmlEscaped(title))</name></author>
      \(changes.map { entry($0, site: site) }.joined())</feed>

      """
  }

  private func entry(_ change: VerdictChange, site: String) -> String {
    let text = change.paragraphs.map { "<p>\(htmlEscaped($0))</p>" }.joined()
    return """
      <entry>
      <title>\(htmlEscaped(change.title))</title>
      <id>\(htmlEscaped(change.id))</id>
      <link rel="alternate" type="text/html" href="\(site)\(htmlEscaped(change.page))"/>
      <updated>\(change.date.ISO8601Format())</updated>
      <content type="html">\(htmlEscaped(text))</content>
      </entry>

      """
  }
}
