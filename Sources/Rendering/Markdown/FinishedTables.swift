/// The page's HTML from cmark with its tables adjusted, in one pass.
///
/// Alignments become classes, because the attribute is obsolete; those of columns with numbers become classes
/// of the table, such as `n3` for the third, since a page has hundreds of such cells. Images of marks become
/// marks, because cmark allows no custom node in a cell. A link to an anchor on the page becomes that
/// anchor. Each cell of a table with three columns or more gets the text of its column's heading, which
/// a narrow screen shows before it. Spaces within a number in a cell do not break: a line may end only before
/// an interval and after a comma; in other text, the space before a unit does not break. None of these
/// patterns can match text: cmark escapes every quotation mark and every `<` in text.
///
/// - Parameters:
///   - html: UTF-8 text that ends with a zero byte.
///   - marks: The marks by name.
func finishedTables(in html: UnsafePointer<UInt8>, marks: [String: SafeHTML]) -> String {
  var page = FinishedTables(html: html)
  var isInTable = false
  while html[page.position] != 0 {
    if html[page.position] != UInt8(ascii: "<") {
      page.passText()
    } else if page.passes("<table>") {
      isInTable = true
      page.readHeadings()
      page.nameNumbers()
    } else if page.passes("</table>") {
      isInTable = false
    } else if page.passes("<code>") {
      page.isInCode = true
    } else if page.passes("</code>") {
      page.isInCode = false
    } else if !isInTable || !page.replaceTag(marks) {
      page.position += 1
      page.isInTag = true
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
  /// Whether the position is within a tag that stays.
  var isInTag = false
  /// Whether the position is within code, which stays as it is.
  var isInCode = false
  /// The start of the text that has not been copied yet.
  private var rest = 0
  /// The headings of the table, as attribute values; empty where cells need none.
  private var headings: [[UInt8]] = []
  /// The columns of the table that are aligned right, the first of which is 1.
  private var numbers: [Int] = []
  /// The last column that the style sheet knows by a class of its table.
  private static let lastNamedColumn = 12
  /// The column of the next cell.
  private var column = 0
  /// Whether the position is in a cell with a number.
  private var isInNumber = false

  init(html: UnsafePointer<UInt8>) { self.html = html }

  /// Replaces the tag at the position and moves past it; false if the tag stays.
  mutating func replaceTag(_ marks: [String: SafeHTML]) -> Bool {
    let tag = position
    if passes("<tr>") || passes("</tr>") {
      column = 0
    } else if passes("</td>") || passes("</th>") {
      isInNumber = false
    } else if passes("<th align=\"") {
      replace(from: tag + 3, " class=\"".utf8)
    } else if passes("<td align=\"") {
      let isNamed = column < Self.lastNamedColumn && stands("right\">", at: html + position)
      label(from: tag)
      if isNamed, passes("right\">") {
        replace(from: rest, ">".utf8)
      } else {
        result += " class=\"".utf8
      }
    } else if passes("<td>") {
      label(from: tag)
      result += ">".utf8
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

  /// Reads the headings of the table at the position.
  mutating func readHeadings() {
    (headings, numbers) = ([], [])
    var place = position
    var count = 0
    var text: [UInt8]?
    while html[place] != 0, !stands("</tr>", at: html + place) {
      if stands("<th", at: html + place) {
        let isCell = !stands("<thead", at: html + place)
        text = isCell ? [] : nil
        if isCell { count += 1 }
        if stands("<th align=\"right\"", at: html + place) { numbers.append(count) }
      } else if let found = text, stands("</th>", at: html + place) {
        headings.append(found)
        text = nil
      }
      if html[place] == UInt8(ascii: "<") {
        while html[place] != 0, html[place] != UInt8(ascii: ">") { place += 1 }
        if html[place] == 0 { break }
      } else {
        text?.append(html[place])
      }
      place += 1
    }
    if headings.count < 3 { headings = [] }
  }

  /// Names the columns of numbers in the tag of the table, which ends at the position.
  mutating func nameNumbers() {
    let names = numbers.filter { $0 <= Self.lastNamedColumn }.map { "n\($0)" }
    guard !names.isEmpty else { return }
    replace(from: position - 1, " class=\"\(names.joined(separator: " "))\">".utf8)
  }

  /// Copies a cell's tag up to its attributes and adds the heading of its column.
  ///
  /// The first cell of a row names it and needs no heading.
  private mutating func label(from tag: Int) {
    replace(from: tag + 3, "".utf8)
    if column > 0, column < headings.count {
      result += " data-label=\"".utf8
      result += headings[column]
      result += "\"".utf8
    }
    column += 1
    guard stands("right\">", at: html + position) else { return }
    // Past the alignment and the tags before the text.
    var text = html + position + 7
    while text.pointee == UInt8(ascii: "<") {
      while text.pointee != 0, text.pointee != UInt8(ascii: ">") { text += 1 }
      if text.pointee != 0 { text += 1 }
    }
    isInNumber = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text.pointee)
  }

  /// Moves past a byte that begins no tag; a space within a number stays on its line, unless the line may
  /// end there.
  mutating func passText() {
    let byte = html[position]
    if byte == UInt8(ascii: ">") { isInTag = false }
    position += 1
    guard byte == UInt8(ascii: " "), !isInTag, position >= 2 else { return }
    let before = html[position - 2]
    let isWithinNumber =
      isInNumber
      ? before != UInt8(ascii: ",") && html[position] != UInt8(ascii: "(")
      : !isInCode && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(before)
        && isUnit(at: html + position)
    if isWithinNumber { replace(from: position - 1, "\u{A0}".utf8) }
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
