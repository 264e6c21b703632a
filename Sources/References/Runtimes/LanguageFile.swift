import BenchmarkModel

/// A file that describes a language, with the places of values that must be unique among files.
struct LanguageFile {
  let language: LanguageDescription
  let source: LinedObject
  let runtimes: [LinedObject]

  init(_ document: LinedValue, folder: String) throws(ReferenceError) {
    guard RuntimeText.identifier.holds(folder) else {
      throw document.fault(.malformedText(.identifier, value: folder))
    }
    let file = try document.object(["language", "version", "build", "runtimes", "source"])
    let name = try file.text("language", .label)
    let version = try Self.versionCommand(file.required("version"))
    let build = try file.text("build", .command)
    var runtimes: [LinedObject] = []
    var descriptions: [RuntimeDescription] = []
    for value in try file.required("runtimes").elements() {
      let object = try value.object(RuntimeDescription.keys)
      runtimes.append(object)
      descriptions.append(try RuntimeDescription(object, language: folder))
    }
    source = try file.required("source").object(LanguageSyntax.keys)
    self.runtimes = runtimes
    language = LanguageDescription(
      folder: folder, name: name, versionCommand: version, build: build,
      syntax: try LanguageSyntax(source), runtimes: descriptions)
  }

  /// A program and its arguments, run without a shell.
  private static func versionCommand(_ value: LinedValue) throws(ReferenceError) -> [String] {
    var words: [String] = []
    for element in try value.elements() {
      words.append(try element.text(words.isEmpty ? .program : .argument))
    }
    return words
  }
}

extension RuntimeDescription {
  static let keys = [
    "id", "label", "order", "default", "baseline", "opensListing", "style", "mark", "light", "dark",
    "dashes", "listing", "variantListing",
  ]

  /// The styles of Swift programs.
  private static let styles = ["threads", "dispatch", "async"]

  fileprivate init(_ object: LinedObject, language: String) throws(ReferenceError) {
    let style = try object["style"].map { value throws(ReferenceError) in
      let name = try value.text(.word)
      guard Self.styles.contains(name) else {
        throw value.fault(.unknownWord(name, allowed: Self.styles))
      }
      return name
    }
    for key in ["listing", "variantListing"] {
      let value = try object.required(key)
      let path = try value.text(key == "listing" ? .listing : .variantListing)
      guard path.hasPrefix("\(language)/") else {
        throw value.fault(.malformedText(.listing, value: path))
      }
    }
    self.init(
      runtime: try Runtime(
        object.text("id", .identifier), label: object.text("label", .label),
        order: object.required("order").order()),
      language: language,
      isDefault: try object.isTrue("default", unlessGiven: true),
      isBaseline: try object.isTrue("baseline", unlessGiven: false),
      opensListing: try object.isTrue("opensListing", unlessGiven: false),
      style: style,
      markShape: try object.text("mark", .shape),
      colors: try Colors(light: object.text("light", .color), dark: object.text("dark", .color)),
      dashes: try object.text("dashes", .dashes),
      listing: try object.text("listing", .listing),
      variantListing: try object.text("variantListing", .variantListing))
  }
}

extension LanguageSyntax {
  static let keys = [
    "name", "ending", "keywords", "types", "lineComment", "blockComment", "strings", "interpolates",
    "attribute", "lifetimes", "membersAreFree", "imports",
  ]

  fileprivate init(_ object: LinedObject) throws(ReferenceError) {
    self.init(
      name: try object.text("name", .identifier),
      ending: try object.text("ending", .word),
      keywords: try object.required("keywords").words(.word),
      types: try object.words("types"),
      lineComment: try object["lineComment"]?.text(.delimiter),
      blockComment: try object["blockComment"].map(BlockComment.init),
      strings: try object.required("strings").elements().map(StringDelimiter.init),
      interpolates: try object.isTrue("interpolates", unlessGiven: false),
      attribute: try object["attribute"].map(Attribute.init),
      hasLifetimes: try object.isTrue("lifetimes", unlessGiven: false),
      namesMembersFreely: try object.isTrue("membersAreFree", unlessGiven: true),
      imports: try Imports(object.required("imports")))
  }
}

extension LanguageSyntax.BlockComment {
  fileprivate init(_ value: LinedValue) throws(ReferenceError) {
    let object = try value.object(["start", "end", "nests"])
    self.init(
      start: try object.text("start", .delimiter), end: try object.text("end", .delimiter),
      nests: try object.isTrue("nests", unlessGiven: false))
  }
}

extension LanguageSyntax.StringDelimiter {
  fileprivate init(_ value: LinedValue) throws(ReferenceError) {
    let object = try value.object(["start", "end", "escapes", "spansLines"])
    self.init(
      start: try object.text("start", .delimiter), end: try object.text("end", .delimiter),
      escapes: try object.isTrue("escapes", unlessGiven: true),
      spansLines: try object.isTrue("spansLines", unlessGiven: false))
  }
}

extension LanguageSyntax.Attribute {
  fileprivate init(_ value: LinedValue) throws(ReferenceError) {
    let object = try value.object(["start", "end"])
    self.init(
      start: try object.text("start", .delimiter), end: try object["end"]?.text(.delimiter))
  }
}

extension LanguageSyntax.Imports {
  private static let keys = [
    "keyword", "form", "modifiers", "skipped", "toolchain", "outsideHasPoint",
  ]

  fileprivate init(_ value: LinedValue) throws(ReferenceError) {
    let object = try value.object(Self.keys)
    let word = try object.text("form", .word)
    guard let form = Form(rawValue: word) else {
      throw try object.required("form").fault(
        .unknownWord(word, allowed: Form.allCases.map(\.rawValue)))
    }
    self.init(
      keyword: try object.text("keyword", .word), form: form,
      modifiers: try object.words("modifiers"), skipped: try object.words("skipped"),
      toolchain: try object.words("toolchain", .package),
      outsideHasPoint: try object.isTrue("outsideHasPoint", unlessGiven: false))
  }
}
