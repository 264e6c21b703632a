import BenchmarkModel

extension LanguageSyntax {
  /// What a source imports: one entry for each of Swift's `import` declarations, Go's import
  /// specifications and Rust's `use` declarations.
  ///
  /// An entry is the module, the path of the package, or the first part of the path:
  /// `use std::{fs, io}` is one `std`. Comments and strings are ignored.
  ///
  /// - Parameter pieces: The pieces of the source.
  func imported(in pieces: [CodePiece], of source: [UInt8]) -> [String] {
    let starts = pieces.indices.filter { index in
      pieces[index].text == imports.keyword && pieces[index].kind == .word
        && beginsDeclaration(pieces[index].offset, in: source)
    }
    return starts.flatMap { start -> [String] in
      let rest = pieces[(start + 1)...]
      if imports.form == .string { return importedPaths(rest) }
      let name = rest.drop { $0.kind == .word && imports.skipped.contains($0.text) }
      if imports.form == .dotted { return dottedPackage(name).map { [$0] } ?? [] }
      return name.first { $0.kind == .word }.map { [$0.text] } ?? []
    }
  }

  /// The packages that a source uses, each named once: those that it imports and, if the language
  /// allows paths without an import, those that paths begin with.
  func packages(in pieces: [CodePiece], of source: [UInt8]) -> Set<String> {
    let imported = Set(imported(in: pieces, of: source))
    guard imports.form == .path else { return imported }
    let modules = zip(pieces, pieces.dropFirst()).filter { $0.0.text == "mod" }.map(\.1.text)
    return imported.union(pathHeads(of: pieces, importedBy: imports.keyword)).subtracting(modules)
  }

  /// Whether a package comes with the language's toolchain, or belongs to the file or to Parallax.
  ///
  /// Paths may also begin with types in lower case.
  func isStandard(package: String) -> Bool {
    if imports.outsideHasPoint { return !package.prefix { $0 != "/" }.contains(".") }
    let name = imports.form == .dotted ? String(package.prefix { $0 != "." }) : package
    return imports.toolchain.contains(name) || imports.form == .path && types.contains(name)
  }

  /// Whether only modifiers and attributes precede the position in its line or statement.
  private func beginsDeclaration(_ position: Int, in source: [UInt8]) -> Bool {
    let before = source[..<position]
    let start = before.lastIndex { "\n;{}".utf8.contains($0) }.map { $0 + 1 } ?? 0
    let words = before[start...].split { $0 <= 0x20 }
    return words.allSatisfy { word in
      let text = String(decoding: word, as: UTF8.self)
      return attribute.map { text.hasPrefix($0.start) } == true
        || imports.modifiers.contains(String(text.prefix { $0 != "(" }))
    }
  }
}

/// The keyword is followed by one string or, in parentheses, by any number of them.
private func importedPaths(_ rest: ArraySlice<CodePiece>) -> [String] {
  let isGroup = rest.first?.text == "("
  let paths = (isGroup ? rest.prefix { $0.text != ")" } : rest).filter { $0.kind == .literal }
  return paths.prefix(isGroup ? paths.count : 1).map { String($0.text.dropFirst().dropLast()) }
}

/// The lower-case words at the beginning of a dotted name, for example `java.util` in
/// `java.util.List`.
private func dottedPackage(_ rest: ArraySlice<CodePiece>) -> String? {
  let words = rest.prefix { $0.kind == .word || $0.text == "." }.filter { $0.kind == .word }
  let package = words.prefix { $0.text.first?.isLowercase == true }.map(\.text)
  return package.isEmpty ? words.first?.text : package.joined(separator: ".")
}

/// The names at the beginnings of paths that may be packages, except names that were imported.
private func pathHeads(of pieces: [CodePiece], importedBy keyword: String) -> Set<String> {
  var heads: Set<String> = []
  var brought: Set<String> = []
  var isUse = false
  for (index, piece) in pieces.enumerated() {
    let before = index == 0 ? "" : pieces[index - 1].text
    let after = index + 1 == pieces.count ? "" : pieces[index + 1].text
    if piece.text == ";" { isUse = false }
    // `use<…>` is not an import: it lists what an opaque type captures.
    if piece.text == keyword, after != "<" { isUse = true }
    guard piece.kind == .word, piece.text.first?.isLowercase == true else { continue }
    if isUse {
      if before != keyword { brought.insert(piece.text) }
    } else if after == "::", !before.hasSuffix("::"), !before.hasSuffix(".") {
      heads.insert(piece.text)
    }
  }
  return heads.subtracting(brought)
}
