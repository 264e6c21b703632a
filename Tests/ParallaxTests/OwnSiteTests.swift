import FoundationEssentials
import Testing

/// The example of docs/own-site.md: a site of three pages under another name.
@Suite struct OwnSiteTests {
  private let tool: BuiltTool
  private let templates: String

  init() throws {
    tool = try BuiltTool()
    templates = "\(tool.folder)/mine"
    let copied = try tool.run(shell: "cp -r templates '\(templates)'")
    try #require(copied.exitCode == 0, "\(copied.errors)")
    try write(try Self.example("json"), to: "site.json")
    try write(try Self.example("text"), to: "about.md.mustache")
    try write("# Waiting, measured\n\n{{measured}}\n", to: "index.md.mustache")
    try write(
      "# {{title}}\n\n{{#answer}}\n- {{text}}\n{{/answer}}\n\n{{#chart}}\n{{> chart}}\n{{/chart}}\n",
      to: "workload.md.mustache")
    for folder in ["claims", "queries"] {
      try FileManager.default.removeItem(atPath: "\(templates)/\(folder)")
    }
  }

  /// The first block of a language in the guide.
  private static func example(_ language: String) throws -> String {
    let guide = ImportTests.root.appending(path: "docs/own-site.md")
    let text = try String(contentsOf: guide, encoding: .utf8)
    let blocks = text.components(separatedBy: "```\(language)\n")
    return try #require(blocks.dropFirst().first?.components(separatedBy: "```").first)
  }

  private func write(_ text: String, to file: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(templates)/\(file)"))
  }

  private func measure() throws {
    let measured = try tool.run(
      "measure", "--preset", "smoke", "--workload", "sleeping-tasks", "--runtime", "swift-async",
      "--db", tool.database)
    try #require(measured.exitCode == 0, "\(measured.errors)")
  }

  /// The files of the site by path.
  private func files(in folder: String) throws -> [String: String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).reduce(into: [:]) { files, path in
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(path)") else { return }
      files[path] = String(decoding: bytes, as: UTF8.self)
    }
  }

  @Test func aRenamedSiteOfThreePagesHasNoWordOfOursButTheCredit() throws {
    try measure()
    let folder = "\(tool.folder)/site"
    let made = try tool.run(
      "report", "--db", tool.database, "--templates", templates, "--out", folder)
    try #require(made.exitCode == 0, "\(made.errors)")
    let files = try files(in: folder)
    let pages = files.filter { $0.key.hasSuffix(".html") && $0.key != "404.html" }
    #expect(Set(pages.keys) == ["index.html", "sleeping-tasks.html", "about.html"])
    for (path, text) in files where !path.hasPrefix(".") {
      let count = text.lowercased().components(separatedBy: "parallax").count - 1
      #expect(count == (pages[path] == nil ? 0 : 1), "\(path)")
    }
    let ours = try Self.sentencesOfOurs()
    try #require(ours.count > 20)
    try Data(ours.joined(separator: "\n").utf8).write(to: URL(filePath: "\(tool.folder)/ours"))
    // Swift would compare each sentence with every place of each file.
    let found = try tool.run(shell: "grep -rlF -f '\(tool.folder)/ours' '\(folder)'")
    #expect(found.exitCode == 1 && found.output == "", "\(found)")
    for (path, page) in pages {
      #expect(page.contains("Made with Parallax 0.1.0."), "\(path)")
      #expect(HTMLChecker.problems(in: page) == [], "\(path)")
      let menu = page.matches(of: /<li><a href="[a-z-]+\.html"[^>]*>([^<]+)<\/a>/)
      #expect(menu.map(\.output.1) == ["Start", "Waiting", "About"], "\(path)")
    }
    #expect(pages["about.html"]?.contains("<title>About these pages · Waiting, measured<") == true)
    for page in ["index.html", "about.html"] {
      #expect(pages[page]?.contains("content=\"What ten thousand waiting connections cost") == true)
    }
    #expect(files["style.css"]?.contains("--link: #ff9fc4;") == true)
  }

  /// Lines of prose in our templates of pages.
  private static func sentencesOfOurs() throws -> [String] {
    let folder = ImportTests.root.appending(path: "templates").path
    return try ["index", "claims", "method", "workload", "data"].flatMap { name in
      try String(contentsOfFile: "\(folder)/\(name).md.mustache", encoding: .utf8)
        .split(separator: "\n").map(String.init)
        .filter { $0.count > 60 && !$0.contains("{") && !$0.contains("[") }
    }
  }

  @Test func aCheckNamesWhatIsWrongWithAFolderOfTemplates() throws {
    #expect(try tool.run("check", "--without-answers", "--templates", templates).exitCode == 0)
    try write(#"{"name": "x", "pages": [{"page": "index"}, {"page": "index"}]}"#, to: "site.json")
    let checked = try tool.run("check", "--without-answers", "--templates", templates)
    #expect(checked.exitCode == 1)
    #expect(
      checked.output.contains(
        "site.json:1, key \"pages[1]\": The page \"index\" is already listed."),
      "\(checked.output)")
  }
}
