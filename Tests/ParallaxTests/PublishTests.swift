import BenchmarkModel
import FoundationEssentials
import RuntimeFixtures
import Testing

/// What `publish` adds to a report.
struct PublishTests {
  private static let address = "https://example.org/parallax"

  private func publish(_ tool: BuiltTool, _ choices: String...) throws -> BuiltTool.Result {
    let result = try tool.run(
      shell: "exec \"$0\" \"$@\"",
      ["publish", "--db", tool.database, "--to", "\(tool.folder)/site"] + choices)
    #expect(result.exitCode == 0, "\(result.errors)")
    return result
  }

  private func text(_ tool: BuiltTool, _ name: String) throws -> String {
    try String(contentsOfFile: "\(tool.folder)/site/\(name)", encoding: .utf8)
  }

  @Test func siteWithAnAddressHasWhatNeedsOneAndListsItsFiles() throws {
    let tool = try BuiltTool.measured()
    _ = try publish(tool, "--base-url", Self.address)
    let finished = try tool.value("SELECT substr(finishedAt, 1, 19) || 'Z' FROM run")
    let feed = try text(tool, "feed.xml")
    #expect(feed.contains("<id>\(Self.address)/feed.xml</id>"))
    #expect(feed.contains("<updated>\(finished)</updated>"), "\(feed)")
    #expect(try text(tool, "sitemap.xml").contains("<loc>\(Self.address)/index.html</loc>"))
    #expect(try text(tool, "robots.txt").contains("Sitemap: \(Self.address)/sitemap.xml"))
    let page = try text(tool, "fetch-urls.html")
    #expect(page.contains("<link rel=\"alternate\" type=\"application/atom+xml\""))
    #expect(page.contains("og:image\" content=\"\(Self.address)/card.png\""))
    #expect(try text(tool, "404.html").contains("href=\"\(Self.address)/style.css\""))
    let data = try text(tool, "data.md")
    for name in ["results.sqlite", "summary.csv", "measurements.csv", "feed.xml"] {
      let line = try #require(data.split(separator: "\n").first { $0.contains("](\(name))") })
      #expect(line.contains(#/[0-9] k?B|[0-9] MB/#), "\(line)")
    }
    #expect(data.contains("[SHA256SUMS](SHA256SUMS)"))
    let rows = try text(tool, "measurements.csv").components(separatedBy: "\r\n")
    #expect(rows[0].hasPrefix("run,position,workload,runtime,variant,toolchain,parameters,"))
    #expect(try "\(rows.count - 2)" == tool.value("SELECT count(*) FROM measurement"))
  }

  @Test func siteWithoutAnAddressSaysWhatItLacks() throws {
    let tool = try BuiltTool.measured()
    let result = try publish(tool)
    #expect(result.errors.contains("Without --base-url there is no feed"))
    for name in ["feed.xml", "sitemap.xml", "robots.txt", "card.png"] {
      #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/site/\(name)"), "\(name)")
    }
    let page = try text(tool, "index.html")
    #expect(!page.contains("og:") && !page.contains("atom+xml"))
  }

  @Test func pagesThatDoNotChangeKeepTheirBytesOnABranch() throws {
    let tool = try BuiltTool.measured()
    let result = try tool.run(
      shell: """
        set -e
        mkdir -p '\(tool.folder)/tree/Sources/Store'
        cp -r Workloads templates '\(tool.folder)/tree'
        cp Sources/Store/README.md '\(tool.folder)/tree/Sources/Store'
        cd '\(tool.folder)/tree'
        git init -q -b main . && git add . && git config user.name t && git config user.email t@t
        git commit -q -m Begin
        echo changed >> templates/README.txt && git add templates/README.txt
        echo changed >> templates/README.txt
        git status --porcelain > '\(tool.folder)/before'
        "$0" publish --db '\(tool.database)' --branch gh-pages
        printf '\\nAdded.\\n' >> templates/method.md.mustache
        "$0" publish --db '\(tool.database)' --branch gh-pages
        git checkout -q templates/method.md.mustache
        GIT_DIR=/nowhere GIT_WORK_TREE=/nowhere GIT_INDEX_FILE=/nowhere GIT_TRACE=1 \
          "$0" publish --db '\(tool.database)' --branch gh-pages
        git status --porcelain > '\(tool.folder)/after'
        echo "changed: $(git diff --name-only gh-pages~1 gh-pages | tr '\\n' ' ')"
        echo "jekyll: $(git ls-tree --name-only gh-pages .nojekyll)"
        echo "reflog: $(git log --format=%s gh-pages | sort -u)"
        cmp '\(tool.folder)/before' '\(tool.folder)/after'
        """)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.contains("changed: .parallax-files SHA256SUMS method.html method.md \n"))
    #expect(result.output.contains("jekyll: .nojekyll"))
    #expect(result.output.contains("reflog: Publish the report"))
  }

  /// PNG, "Portable Network Graphics", third edition, section 11.2.1: the header holds the size.
  @Test func cardHasTheSizeThatPagesState() throws {
    let bytes = Array(
      try Data(contentsOf: ImportTests.root.appending(path: "templates/card.png")))
    #expect(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    let sizes = [16, 20].map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    #expect(sizes == [1_200, 630])
    #expect(bytes.count < 100_000)
  }

  /// The card is drawn by hand; its marks and colors must be those of the pages.
  @Test func cardHasTheMarksOfThePages() throws {
    let root = ImportTests.root
    let card = try String(contentsOf: root.appending(path: "templates/card.svg"), encoding: .utf8)
    for description in repositoryRuntimes.descriptions where description.isDefault {
      #expect(card.contains("fill=\"\(description.colors.light)\""), "\(description.runtime)")
      #expect(card.contains(">\(description.runtime.label)</text>"), "\(description.runtime)")
    }
  }
}
