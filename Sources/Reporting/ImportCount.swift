/// How many imports a source states: Swift's `import` declarations, Go's import specifications,
/// Rust's `use` declarations.
///
/// A declaration counts once, whatever it brings: `use std::{fs, io}` is one. Comments and strings
/// count nothing. Nil for a language whose tokens are not known.
func importCount(in source: String, language name: String) -> Int? {
  guard let language = CodeLanguage(named: name) else { return nil }
  let source = Array(source.utf8)
  let tokens = language.tokens(of: source)
  let keyword = name == "rust" ? "use" : "import"
  let starts = tokens.indices.filter { index in
    tokens[index].kind == .keyword && source[tokens[index].range].elementsEqual(keyword.utf8)
      && beginsDeclaration(tokens[index].range.lowerBound, in: source)
  }
  guard name == "go" else { return starts.count }
  return starts.reduce(0) { $0 + specificationCount(tokens[($1)...], in: source) }
}

/// Whether only modifiers and attributes stand before the position in its line or statement.
private func beginsDeclaration(_ position: Int, in source: [UInt8]) -> Bool {
  let before = source[..<position]
  let start = before.lastIndex { "\n;{}".utf8.contains($0) }.map { $0 + 1 } ?? 0
  let words = before[start...].split { $0 <= 0x20 }
  return words.allSatisfy { word in
    let text = String(decoding: word, as: UTF8.self)
    return text.hasPrefix("@") || text.hasPrefix("#[") || text.hasPrefix("pub(")
      || ["public", "package", "internal", "fileprivate", "private", "pub"].contains(text)
  }
}

/// Behind Go's `import` stands one specification or, in brackets, one for each string.
private func specificationCount(_ tokens: ArraySlice<CodeToken>, in source: [UInt8]) -> Int {
  var end = tokens.first?.range.upperBound ?? 0
  guard source[end...].first(where: { $0 > 0x20 }) == UInt8(ascii: "(") else { return 1 }
  var count = 0
  for token in tokens.dropFirst() {
    if source[end..<token.range.lowerBound].contains(UInt8(ascii: ")")) { break }
    if token.kind == .string { count += 1 }
    end = token.range.upperBound
  }
  return count
}
