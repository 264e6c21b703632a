/// The HTML of a page as cmark prints it, with what its tables want otherwise, in one walk.
///
/// Alignments become classes, since the attribute is obsolete, and images of marks become marks,
/// since cmark lets no node of our own into a cell. A link to a part of the page itself becomes that
/// part. None of these can meet text: cmark writes every quotation mark and every `<` in a text as
/// an entity.
///
/// - Parameters:
///   - html: A text in UTF-8 that ends with a zero.
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
  /// What is being looked at.
  var position = 0
  private(set) var result: [UInt8] = []
  /// Where that begins which has not been taken over.
  private var rest = 0

  init(html: UnsafePointer<UInt8>) { self.html = html }

  /// Writes a tag otherwise and moves behind what it took; false for one that stays.
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

  /// Moves behind a text where it stands here.
  mutating func passes(_ text: StaticString) -> Bool {
    guard stands(text, at: html + position) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  /// Takes over everything up to a place.
  mutating func copy(to end: Int) {
    result += UnsafeBufferPointer(start: html + rest, count: end - rest)
    rest = end
  }

  /// Puts something in the place of what lies between a place and the position.
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

/// Whether a text stands at the beginning of a longer one, which ends with a zero.
///
/// The end of a shorter one differs too, so nothing behind it is read.
private func stands(_ text: StaticString, at start: UnsafePointer<UInt8>) -> Bool {
  for index in 0..<text.utf8CodeUnitCount where start[index] != text.utf8Start[index] {
    return false
  }
  return true
}

/// Whether a C string is this text, without making a string of it.
func isEqual(_ string: UnsafePointer<CChar>?, _ text: StaticString) -> Bool {
  guard let string else { return false }
  let bytes = UnsafeRawPointer(string).assumingMemoryBound(to: UInt8.self)
  return stands(text, at: bytes) && bytes[text.utf8CodeUnitCount] == 0
}
