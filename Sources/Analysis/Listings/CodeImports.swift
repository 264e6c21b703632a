/// What a source imports: one entry for each of Swift's `import` declarations, Go's import
/// specifications and Rust's `use` declarations.
///
/// An entry is the module, the path of the package, or the first part of the path:
/// `use std::{fs, io}` is one `std`. Comments and strings count nothing.
///
/// - Parameters:
///   - pieces: The pieces of the source.
///   - language: One of `swift`, `go` and `rust`.
package func imports(in pieces: [CodePiece], of source: [UInt8], language: String) -> [String] {
  let keyword = language == "rust" ? "use" : "import"
  let starts = pieces.indices.filter { index in
    pieces[index].text == keyword && pieces[index].kind == .word
      && beginsDeclaration(pieces[index].offset, in: source)
  }
  return starts.flatMap { start -> [String] in
    let rest = pieces[(start + 1)...]
    if language == "go" { return importedPaths(rest) }
    return rest.first { $0.kind == .word && !declared.contains($0.text) }.map { [$0.text] } ?? []
  }
}

/// The packages that a source uses, named once each: those that it imports and in Rust, where a path
/// needs no import, also those that paths begin with.
package func packages(in pieces: [CodePiece], of source: [UInt8], language: String) -> Set<String> {
  let imported = Set(imports(in: pieces, of: source, language: language))
  guard language == "rust" else { return imported }
  let modules = zip(pieces, pieces.dropFirst()).filter { $0.0.text == "mod" }.map(\.1.text)
  return imported.union(pathHeads(of: pieces)).subtracting(modules)
}

/// Whether a package comes with the language's toolchain, or is the file's own or Parallax's.
///
/// The paths of Go's own packages have no point in their first part; other modules that are fetched
/// have one (<https://go.dev/ref/mod#go-mod-file-ident>).
package func isStandard(package: String, language: String) -> Bool {
  switch language {
  case "go": !package.prefix { $0 != "/" }.contains(".")
  case "rust": rustNames.contains(package)
  default: toolchainModules.contains(package)
  }
}

/// The crates of Rust's toolchain, ours, and what else a path may begin with: the file's own crate and
/// modules, and types that are written small.
private let rustNames: Set<String> = CodeLanguage.rust.types.union([
  "alloc", "core", "crate", "peerkit", "self", "std", "super",
])

/// The modules of Swift's toolchain and the C libraries that it wraps, and our own.
private let toolchainModules: Set<String> = [
  "Swift", "Android", "Darwin", "Dispatch", "Distributed", "Foundation", "FoundationEssentials",
  "FoundationInternationalization", "FoundationNetworking", "FoundationXML", "Glibc", "Musl",
  "Observation", "RegexBuilder", "Synchronization", "WorkloadKit",
]

/// What may stand between Swift's `import` and the module: `import struct A.B`.
private let declared: Set<String> = [
  "class", "enum", "func", "let", "protocol", "struct", "typealias", "var",
]

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

/// Behind Go's `import` stands one path or, in brackets, any number of them.
private func importedPaths(_ rest: ArraySlice<CodePiece>) -> [String] {
  let isGroup = rest.first?.text == "("
  let paths = (isGroup ? rest.prefix { $0.text != ")" } : rest).filter { $0.kind == .literal }
  return paths.prefix(isGroup ? paths.count : 1).map { String($0.text.dropFirst().dropLast()) }
}

/// The names that a crate can have and with which paths of Rust begin, without those that `use`
/// declarations bring.
private func pathHeads(of pieces: [CodePiece]) -> Set<String> {
  var heads: Set<String> = []
  var brought: Set<String> = []
  var isUse = false
  for (index, piece) in pieces.enumerated() {
    let before = index == 0 ? "" : pieces[index - 1].text
    let after = index + 1 == pieces.count ? "" : pieces[index + 1].text
    if piece.text == ";" { isUse = false }
    // What an opaque type captures is written `use<…>`.
    if piece.text == "use", after != "<" { isUse = true }
    guard piece.kind == .word, piece.text.first?.isLowercase == true else { continue }
    if isUse {
      if before != "use" { brought.insert(piece.text) }
    } else if after == "::", !before.hasSuffix("::"), !before.hasSuffix(".") {
      heads.insert(piece.text)
    }
  }
  return heads.subtracting(brought)
}
