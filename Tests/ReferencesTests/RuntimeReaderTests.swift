import BenchmarkModel
import FoundationEssentials
import RuntimeFixtures
import Testing

@testable import References

struct RuntimeReaderTests {
  /// A file that is right, one key a line.
  static let file = """
    {
      "language": "Crab",
      "version": ["crab", "--version"],
      "build": "scripts/build-peers crab",
      "runtimes": [
        {
          "id": "crab",
          "label": "Crab (fibers)",
          "order": 60,
          "baseline": true,
          "mark": "M0 0H5V5Z",
          "light": "#0a1B2c",
          "dark": "#ffffff",
          "dashes": "3 1",
          "listing": "crab/main.cr",
          "variantListing": "crab/{snake_case}.cr"
        }
      ],
      "source": {
        "name": "crab",
        "ending": "cr",
        "keywords": ["let fn", "async"],
        "lineComment": "--",
        "strings": [{ "start": "'", "end": "'", "escapes": false }],
        "imports": { "keyword": "use", "form": "dotted", "toolchain": ["crab"] }
      }
    }
    """

  private func read(_ files: (String, String)...) throws(ReferenceError) -> RuntimeCatalog {
    try RuntimeReader.catalog(of: files.map { ($0.0, Array($0.1.utf8)) })
  }

  @Test func aFileGivesLanguageAndRuntimes() throws {
    let catalog = try read(("crab", Self.file))
    let language = try #require(catalog.languages.first)
    #expect(language.versionCommand == ["crab", "--version"])
    #expect(language.syntax.keywords == ["let", "fn", "async"])
    #expect(language.syntax.imports.form == .dotted)
    let description = try #require(catalog[Runtime("crab")])
    #expect(description.runtime.label == "Crab (fibers)")
    #expect(description.isDefault)
    #expect(description.listing(of: "two-words") == "crab/two_words.cr")
    #expect(description.program(of: "race") == ".build/peers/bin/race-crab")
    #expect(catalog.baseline == description.runtime)
  }

  @Test func whatNoFileDescribesIsARuntimeAsWell() throws {
    let catalog = try read(("crab", Self.file))
    let stranger = catalog.runtime("stranger")
    #expect(catalog[stranger] == nil)
    #expect(stranger.label == "stranger")
    #expect(stranger.mark == "other")
    #expect([stranger, catalog.runtime("crab")].sorted().first?.id == "crab")
  }

  @Test(
    "What is wrong is told with file, line, key and remedy",
    arguments: [
      ("\"order\": 60", "\"order\": 1.5", ":9, key \"runtimes[0].order\": 1.5 is not a whole"),
      (
        "\"order\": 60", "\"order\": \"60\"",
        ":9, key \"runtimes[0].order\": Expected a number, found a text."
      ),
      (
        "\"order\": 60", "\"odrer\": 60",
        ":9, key \"runtimes[0].odrer\": \"odrer\" is not a known key."
      ),
      ("\"order\": 60,\n", "\n", ":6, key \"runtimes[0]\": The object lacks the key \"order\"."),
      ("#0a1B2c", "red", ":12, key \"runtimes[0].light\": \"red\" is not a color. Write #"),
      ("#ffffff", "#fff;}*{", ":13, key \"runtimes[0].dark\": \"#fff;}*{\" is not a color."),
      ("M0 0H5V5Z", "M0\\\"/><script>", ":11, key \"runtimes[0].mark\": "),
      ("M0 0H5V5Z", "0 0H5", ":11, key \"runtimes[0].mark\": \"0 0H5\" is not the path data"),
      ("3 1", "3;1", ":14, key \"runtimes[0].dashes\": \"3;1\" is not a pattern of dashes."),
      ("\"id\": \"crab\"", "\"id\": \"other\"", ":7, key \"runtimes[0].id\": \"other\" is not"),
      (
        "\"id\": \"crab\"", "\"id\": \"../x\"",
        ":7, key \"runtimes[0].id\": \"../x\" is not an ident"
      ),
      ("Crab (fibers)", "<b>", ":8, key \"runtimes[0].label\": \"<b>\" is not a label."),
      ("crab/main.cr", "../etc/passwd", ":15, key \"runtimes[0].listing\": "),
      ("crab/main.cr", "go/main.go", ":15, key \"runtimes[0].listing\": \"go/main.go\" is not"),
      ("{snake_case}", "x", ":16, key \"runtimes[0].variantListing\": "),
      ("[\"crab\", \"--version\"]", "[\"sh -c\"]", ":3, key \"version[0]\": \"sh -c\" is not the"),
      ("[\"crab\", \"--version\"]", "[\"a/b\"]", ":3, key \"version[0]\": \"a/b\" is not the name"),
      ("[\"crab\", \"--version\"]", "[\"crab\", \";\"]", ":3, key \"version[1]\": \";\" is not an"),
      ("\"dotted\"", "\"magic\"", ":25, key \"source.imports.form\": \"magic\" is not known here."),
      ("\"let fn\"", "\"let let\"", ":22, key \"source.keywords[0]\": \"let\" is taken by"),
      (
        "\"baseline\": true,", "\"baseline\": 1,",
        ":10, key \"runtimes[0].baseline\": Expected true or false"
      ),
      (
        "\"baseline\": true,", "\"baseline\": true, \"default\": false,",
        ":10, key \"runtimes[0].baseline\": The baseline cannot have"
      ),
      ("\"ending\": \"cr\",", "\"ending\": \"cr\" oops,", ":21:20: Malformed JSON: "),
      ("\"ending\": \"cr\",", "\"name\": \"cr\",", ":21:5: The object has the key \"name\" twice."),
    ])
  func faults(text: String, replacement: String, message: String) throws {
    let changed = Self.file.replacing(text, with: replacement, maxReplacements: 1)
    try #require(changed != Self.file)
    let error = try #require(throws: ReferenceError.self) { try read(("crab", changed)) }
    #expect(error.description.contains("Workloads/runtimes/crab/runtime.json\(message)"))
  }

  @Test func twoRuntimesDoNotShareAnIdentifierOrAPlace() throws {
    let twin = Self.file.replacing("crab/", with: "twin/")
      .replacing("\"baseline\": true,", with: "")
    let error = try #require(throws: ReferenceError.self) {
      try read(("crab", Self.file), ("twin", twin))
    }
    let owner = "is taken by the runtime \"crab\" of Workloads/runtimes/crab/runtime.json."
    for (line, key, value) in [(7, "id", "crab"), (9, "order", "60")] {
      #expect(
        error.description.contains(
          "Workloads/runtimes/twin/runtime.json:\(line), key \"runtimes[0].\(key)\": "
            + "\"\(value)\" \(owner)"))
    }
  }

  @Test func aTreeNeedsABaseline() throws {
    let file = Self.file.replacing("\"baseline\": true,", with: "")
    let error = try #require(throws: ReferenceError.self) { try read(("crab", file)) }
    #expect(error.description.hasPrefix("Workloads/runtimes: No runtime has \"baseline\": true."))
  }

  @Test func aTreeWithoutFilesIsAnError() throws {
    let error = try #require(throws: ReferenceError.self) {
      try RuntimeReader.catalog(inTree: "/nowhere")
    }
    #expect(error.description.hasPrefix("Workloads/runtimes: This cannot be read: No such file"))
    #expect(throws: ReferenceError.self) { try read() }
  }

  /// Colors, shapes and labels end in style sheets, drawings and pages.
  @Test(arguments: RuntimeText.allCases)
  func noTextBecomesMarkup(_ kind: RuntimeText) {
    for text in ["<", ">", "\"", "&", ";", "{", "}", "'", "`", "a\nb", "é", "\u{202E}", ""] {
      let isHarmless = kind == .delimiter && text.utf8.count == 1
      #expect(!kind.holds(text) || isHarmless, "\(text)")
    }
  }

  @Test func theFilesOfThisTreeAreRead() {
    #expect(
      repositoryRuntimes.defaults.map(\.id) == [
        "swift-threads", "swift-dispatch", "swift-async", "go", "tokio",
      ])
    #expect(repositoryRuntimes.baseline == .swiftAsync)
  }
}
