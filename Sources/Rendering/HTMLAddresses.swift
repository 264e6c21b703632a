/// The links and the names of parts in a page that we wrote: in it every `<` begins a tag, and every
/// value of an attribute stands in double quotes with `"`, `<` and `>` escaped.
struct HTMLAddresses {
  /// The values of `href` and `src`, in the order of the page.
  private(set) var links: [String] = []
  /// The values of `id`.
  private(set) var ids: Set<String> = []

  /// Reads a page.
  init(in page: [UInt8]) {
    var rest = page[...]
    while let opening = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[opening...]
      let end = rest.firstIndex(of: UInt8(ascii: ">")) ?? rest.endIndex
      readAttributes(of: rest[..<end])
      rest = rest[end...]
    }
  }

  /// What stands between quotation marks is a value, and the word before it is its name.
  private mutating func readAttributes(of tag: ArraySlice<UInt8>) {
    let parts = tag.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    for (before, value) in zip(parts, parts.dropFirst()) where before.last == UInt8(ascii: "=") {
      let name = before.dropLast().split { $0 <= 0x20 }.last ?? []
      switch String(decoding: name, as: UTF8.self) {
      case "href", "src": links.append(unescaped(value))
      case "id": ids.insert(unescaped(value))
      default: continue
      }
    }
  }

  private func unescaped(_ value: ArraySlice<UInt8>) -> String {
    let text = String(decoding: value, as: UTF8.self)
    guard text.contains("&") else { return text }
    return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
      .reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}
