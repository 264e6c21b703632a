import BenchmarkModel

/// A file that describes a language, with the places of values that must be unique among files.
struct LanguageFile {
  let language: LanguageDescription
  let source: JSONNode
  let runtimes: [JSONNode]

  init(_ file: JSONNode, folder: String) throws(ReferenceError) {
    guard RuntimeText.identifier.holds(folder) else {
      throw file.fault(.runtime(.malformedText(.identifier, value: folder)))
    }
    try file.checkKeys(["language", "version", "build", "toolchains", "runtimes", "source"])
    let name = try file.text("language", .label)
    let version = try Self.versionCommand(file.required("version"))
    let build = try file.text("build", .command)
    runtimes = try file.required("runtimes").someElements()
    var descriptions: [RuntimeDescription] = []
    for runtime in runtimes {
      descriptions.append(try RuntimeDescription(runtime, language: folder))
    }
    source = try file.required("source")
    language = LanguageDescription(
      folder: folder, name: name, versionCommand: version, build: build,
      toolchains: try Self.toolchains(file), syntax: try LanguageSyntax(source),
      runtimes: descriptions)
  }

  /// Versions, none when the key is missing.
  private static func toolchains(_ file: JSONNode) throws(ReferenceError) -> [String] {
    var labels: [String] = []
    for element in try file.member("toolchains")?.someElements() ?? [] {
      labels.append(try element.text(.toolchain))
    }
    return labels
  }

  /// A program and its arguments, run without a shell.
  private static func versionCommand(_ value: JSONNode) throws(ReferenceError) -> [String] {
    var words: [String] = []
    for element in try value.someElements() {
      words.append(try element.text(words.isEmpty ? .program : .argument))
    }
    return words
  }
}

extension RuntimeDescription {
  private static let keys = [
    "id", "label", "order", "default", "baseline", "opensListing", "style", "mark", "light", "dark",
    "dashes", "listing", "variantListing",
  ]

  /// The styles of Swift programs.
  private static let styles = ["threads", "dispatch", "async"]

  fileprivate init(_ object: JSONNode, language: String) throws(ReferenceError) {
    try object.checkKeys(Self.keys)
    let style = try object.member("style").map { value throws(ReferenceError) in
      let name = try value.text(.word)
      guard Self.styles.contains(name) else {
        throw value.fault(.runtime(.unknownWord(name, allowed: Self.styles)))
      }
      return name
    }
    for key in ["listing", "variantListing"] {
      let value = try object.required(key)
      let path = try value.text(key == "listing" ? .listing : .variantListing)
      guard path.hasPrefix("\(language)/") else {
        throw value.fault(.runtime(.malformedText(.listing, value: path)))
      }
    }
    self.init(
      runtime: try Runtime(
        object.text("id", .identifier), label: object.text("label", .label),
        order: object.required("order").order()),
      language: language,
      isDefault: try object.member("default")?.bool() ?? true,
      isBaseline: try object.member("baseline")?.bool() ?? false,
      opensListing: try object.member("opensListing")?.bool() ?? false,
      style: style,
      markShape: try object.text("mark", .shape),
      colors: try Colors(light: object.text("light", .color), dark: object.text("dark", .color)),
      dashes: try object.text("dashes", .dashes),
      listing: try object.text("listing", .listing),
      variantListing: try object.text("variantListing", .variantListing))
  }
}

extension LanguageSyntax {
  private static let keys = [
    "name", "ending", "keywords", "types", "lineComment", "blockComment", "strings", "interpolates",
    "attribute", "lifetimes", "membersAreFree", "imports",
  ]

  fileprivate init(_ object: JSONNode) throws(ReferenceError) {
    try object.checkKeys(Self.keys)
    self.init(
      name: try object.text("name", .identifier),
      ending: try object.text("ending", .word),
      keywords: try object.required("keywords").words(.word),
      types: try object.words("types"),
      lineComment: try object.member("lineComment")?.text(.delimiter),
      blockComment: try object.member("blockComment").map(BlockComment.init),
      strings: try object.required("strings").someElements().map(StringDelimiter.init),
      interpolates: try object.member("interpolates")?.bool() ?? false,
      attribute: try object.member("attribute").map(Attribute.init),
      hasLifetimes: try object.member("lifetimes")?.bool() ?? false,
      namesMembersFreely: try object.member("membersAreFree")?.bool() ?? true,
      imports: try Imports(object.required("imports")))
  }
}

extension LanguageSyntax.BlockComment {
  fileprivate init(_ object: JSONNode) throws(ReferenceError) {
    try object.checkKeys(["start", "end", "nests"])
    self.init(
      start: try object.text("start", .delimiter), end: try object.text("end", .delimiter),
      nests: try object.member("nests")?.bool() ?? false)
  }
}

extension LanguageSyntax.StringDelimiter {
  fileprivate init(_ object: JSONNode) throws(ReferenceError) {
    try object.checkKeys(["start", "end", "escapes", "spansLines"])
    self.init(
      start: try object.text("start", .delimiter), end: try object.text("end", .delimiter),
      escapes: try object.member("escapes")?.bool() ?? true,
      spansLines: try object.member("spansLines")?.bool() ?? false)
  }
}

extension LanguageSyntax.Attribute {
  fileprivate init(_ object: JSONNode) throws(ReferenceError) {
    try object.checkKeys(["start", "end"])
    self.init(
      start: try object.text("start", .delimiter), end: try object.member("end")?.text(.delimiter))
  }
}

extension LanguageSyntax.Imports {
  private static let keys = [
    "keyword", "form", "modifiers", "skipped", "toolchain", "outsideHasPoint",
  ]

  fileprivate init(_ object: JSONNode) throws(ReferenceError) {
    try object.checkKeys(Self.keys)
    let word = try object.text("form", .word)
    guard let form = Form(rawValue: word) else {
      let known = Form.allCases.map(\.rawValue)
      throw try object.required("form").fault(.runtime(.unknownWord(word, allowed: known)))
    }
    self.init(
      keyword: try object.text("keyword", .word), form: form,
      modifiers: try object.words("modifiers"), skipped: try object.words("skipped"),
      toolchain: try object.words("toolchain", .package),
      outsideHasPoint: try object.member("outsideHasPoint")?.bool() ?? false)
  }
}
