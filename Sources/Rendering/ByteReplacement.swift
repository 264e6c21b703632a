/// A text with each of some texts replaced by its partner, in one walk over the bytes.
///
/// The standard library's search by characters would take a tenth of the time of a report. No text
/// that is replaced may be empty or begin within a character.
func bytesReplaced(in text: String, _ pairs: [(old: String, new: String)]) -> String {
  let pairs = pairs.map { (old: Array($0.old.utf8), new: Array($0.new.utf8)) }
  var isStart = [Bool](repeating: false, count: 256)
  for pair in pairs { isStart[Int(pair.old[0])] = true }
  var text = text
  return text.withUTF8 { bytes in
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 4)
    var copied = 0
    var index = 0
    while index < bytes.count {
      if isStart[Int(bytes[index])],
        let pair = pairs.first(where: { stands($0.old, at: index, in: bytes) })
      {
        result += bytes[copied..<index]
        result += pair.new
        index += pair.old.count
        copied = index
      } else {
        index += 1
      }
    }
    result += bytes[copied...]
    return String(decoding: result, as: UTF8.self)
  }
}

private func stands(
  _ text: [UInt8], at start: Int, in bytes: UnsafeBufferPointer<UInt8>
) -> Bool {
  guard bytes.count - start >= text.count else { return false }
  var index = 0
  while index < text.count {
    if bytes[start + index] != text[index] { return false }
    index += 1
  }
  return true
}

/// Whether a C string is this text, without making a string of it.
func isEqual(_ string: UnsafePointer<CChar>?, _ text: StaticString) -> Bool {
  guard let string else { return false }
  for index in 0..<text.utf8CodeUnitCount
  where UInt8(bitPattern: string[index]) != text.utf8Start[index] {
    // The end of a shorter string differs too, so nothing behind it is read.
    return false
  }
  return string[text.utf8CodeUnitCount] == 0
}

/// The HTML with `<a href="#NAME">` written as `<a id="NAME" href="#NAME">`, so that the link names the
/// place in which it stands.
func namingOwnLinks(in html: String) -> String {
  let link = Array("<a href=\"#".utf8)
  let bytes = Array(html.utf8)
  var named: [UInt8] = []
  var copied = 0
  for index in bytes.indices
  where bytes[index] == link[0] && bytes[index...].starts(with: link) {
    let name = bytes[(index + link.count)...].prefix { $0 != UInt8(ascii: "\"") }
    named += bytes[copied..<index] + Array("<a id=\"".utf8) + name + Array("\" href=\"#".utf8)
    copied = index + link.count
  }
  return copied == 0 ? html : String(decoding: named + bytes[copied...], as: UTF8.self)
}
