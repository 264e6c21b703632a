import FoundationEssentials
import Testing

@testable import Rendering
@testable import Reporting

@Suite("The feed of changed verdicts")
struct FeedTests {
  private func change(_ number: Int, _ title: String = "It turned.") -> VerdictChange {
    VerdictChange(
      id: "urn:uuid:\(number)", title: title, paragraphs: ["Before <a>.", "Now & then."],
      page: "claims.html#a", date: Date(timeIntervalSince1970: Double(number)))
  }

  private let date = Date(timeIntervalSince1970: 1_700_000_000.75)

  @Test("A feed as Atom, with the newest change first and all text escaped")
  func feedIsAtom() {
    let feed = Feed([change(1), change(2, "1 < 2 & \"3\"")], date: date)
      .atom(title: "A & B", baseURL: "https://example.org/p")
    #expect(
      feed == """
        <?xml version="1.0" encoding="UTF-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom">
        <title>A &amp; B: changed verdicts</title>
        <id>https://example.org/p/feed.xml</id>
        <link rel="self" type="application/atom+xml" href="https://example.org/p/feed.xml"/>
        <link rel="alternate" type="text/html" href="https://example.org/p/index.html"/>
        <updated>2023-11-14T22:13:20Z</updated>
        <author><name>A &amp; B</name></author>
        <entry>
        <title>1 &lt; 2 &amp; &quot;3&quot;</title>
        <id>urn:uuid:2</id>
        <link rel="alternate" type="text/html" href="https://example.org/p/claims.html#a"/>
        <updated>1970-01-01T00:00:02Z</updated>
        <content type="html">&lt;p&gt;Before &amp;lt;a&amp;gt;.&lt;/p&gt;\
        &lt;p&gt;Now &amp;amp; then.&lt;/p&gt;</content>
        </entry>
        <entry>
        <title>It turned.</title>
        <id>urn:uuid:1</id>
        <link rel="alternate" type="text/html" href="https://example.org/p/claims.html#a"/>
        <updated>1970-01-01T00:00:01Z</updated>
        <content type="html">&lt;p&gt;Before &amp;lt;a&amp;gt;.&lt;/p&gt;\
        &lt;p&gt;Now &amp;amp; then.&lt;/p&gt;</content>
        </entry>
        </feed>

        """)
  }

  @Test("A feed without changes has the date of the newest run")
  func emptyFeedHasDate() {
    let feed = Feed([], date: date).atom(title: "P", baseURL: "https://example.org/")
    #expect(feed.contains("<updated>2023-11-14T22:13:20Z</updated>"))
    #expect(!feed.contains("<entry>"))
  }

  @Test("The oldest changes are left out of a long feed")
  func feedIsBounded() {
    let changes = (1...(Feed.entryCount + 5)).map { change($0) }
    let feed = Feed(changes, date: date).atom(title: "P", baseURL: "https://example.org/")
    #expect(feed.components(separatedBy: "<entry>").count == Feed.entryCount + 1)
    #expect(feed.contains("urn:uuid:\(Feed.entryCount + 5)<"))
    #expect(!feed.contains("urn:uuid:5<"))
  }
}
