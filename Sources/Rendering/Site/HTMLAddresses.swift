/// The links and anchors of a page that we wrote: in such a page every `<` begins a tag, and every
/// attribute value is in double quotes with `"`, `<` and `>` escaped.
struct HTMLAddresses {
  /// The values of `href` and `src`, in the order of the page.
  private(set) var links: [String] = []
  /// The values of `id`.
  private(set) var ids: Set<String> = []

  /// Scans a page.
  init(in page: [UInt8]) { page.withUnsafeBufferPointer { read($0) } }

  private mutating func read(_ page: UnsafeBufferPointer<UInt8>) {
    var (index, word) = (0, 0)
    var isInTag = false
    while index < page.count {
      switch page[index] {
      case UInt8(ascii: "<"): isInTag = true
      case UInt8(ascii: ">"): isInTag = false
      case UInt8(ascii: "\"") where isInTag && page[index - 1] == UInt8(ascii: "="):
        let value = page[(index + 1)...].prefix { $0 != UInt8(ascii: "\"") }
        add(page[word..<(index - 1)], value)
        index = value.endIndex
      case 0...0x20: word = index + 1
      default: break
      }
      index += 1
    }
  }

  private mutating func add(
    _ name: Slice<UnsafeBufferPointer<UInt8>>, _ value: Slice<UnsafeBufferPointer<UInt8>>
  ) {
    if name.elementsEqual("id".utf8) {
      ids.insert(htmlUnescaped(String(decoding: value, as: UTF8.self)))
    } else if name.elementsEqual("href".utf8) || name.elementsEqual("src".utf8) {
      links.append(htmlUnescaped(String(decoding: value, as: UTF8.self)))
    }
  }
}
