/// The page's HTML from cmark with its tables adjusted, in one pass.
///
/// Alignments become classes, because the attribute is obsolete. Images of marks become marks,
/// because cmark allows no custom node in a cell. A link to an anchor on the page becomes that
/// anchor. None of these patterns can match text: cmark escapes every quotation mark and every `<`
/// in text.
///
/// - Parameters:
///   - html: UTF-8 text that ends with a zero byte.
///   - marks: The marks by name.
func finishedTables(in html: UnsafePointer<UInt8>, marks: [String: SafeHTML]) -> String {
  var page = FinishedTables(html: html)
  var isInTable = false
  while html[page.position] != 0 {
    if html[page.position] != UInt8(ascii: "<") {
      page.position += 1
    } else if page.passes("<table>") {
      isInTable = true
    } else if page.passes("</table>") {
      isInTable = false
    } else if !isInTable || !page.replaceTag(marks) {
      page.position += 1
    }
  }
  page.copy(to: page.position)
  return String(decoding: page.result, as: UTF8.self)
}

private struct FinishedTables {
  let html: UnsafePointer<UInt8>
  /// The position of the scan.
  var position = 0
  private(set) var result: [UInt8] = []
  /// The start of the text that has not been copied yet.
  private var rest = 0

  init(html: UnsafePointer<UInt8>) { self.html = html }

  /// Replaces the tag at the position and moves past it; false if the tag stays.
  mutating func replaceTag(_ marks: [String: SafeHTML]) -> Bool {
    let tag = position
    if passes("<td align=\"") || passes("<th align=\"") {
      replace(from: tag + 3, " class=\"".utf8)
    } else if passes("<a href=\"#") {
      let name = bytes(until: UInt8(ascii: "\""))
      replace(from: tag, "<a id=\"".utf8)
      result += name
      result += "\" href=\"#".utf8
    } else if passes("<img src=\"marks/") {
      let name = bytes(until: UInt8(ascii: "."))
      position += name.count
      guard passes(".svg\" alt=\"\" />"), let mark = marks[String(decoding: name, as: UTF8.self)]
      else {
        position = tag
        return false
      }
      replace(from: tag, mark.text.utf8)
    } else {
      return false
    }
    return true
  }

  /// Moves past a text if it is at the position.
  mutating func passes(_ text: StaticString) -> Bool {
    guard stands(text, at: html + position) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  /// Copies everything up to an offset.
  mutating func copy(to end: Int) {
    result += UnsafeBufferPointer(start: html + rest, count: end - rest)
    rest = end
  }

  /// Replaces what lies between an offset and the position.
  private mutating func replace(from start: Int, _ text: String.UTF8View) {
    copy(to: start)
    result += text
    rest = position
  }

  private func bytes(until end: UInt8) -> UnsafeBufferPointer<UInt8> {
    var count = 0
    while html[position + count] != end, html[position + count] != 0 { count += 1 }
    return UnsafeBufferPointer(start: html + position, count: count)
  }
}

/// Whether a zero-terminated text begins with a prefix.
///
/// The terminator of a shorter text does not match the prefix, so nothing past it is read.
private func stands(_ text: StaticString, at start: UnsafePointer<UInt8>) -> Bool {
  for index in 0..<text.utf8CodeUnitCount where start[index] != text.utf8Start[index] {
    return false
  }
  return true
}

/// Whether a C string equals this text, without creating a string.
func isEqual(_ string: UnsafePointer<CChar>?, _ text: StaticString) -> Bool {
  guard let string else { return false }
  let bytes = UnsafeRawPointer(string).assumingMemoryBound(to: UInt8.self)
  return stands(text, at: bytes) && bytes[text.utf8CodeUnitCount] == 0
}
