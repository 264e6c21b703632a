extension JSONScanner {
  /// Reads the next value as a node that can name its place.
  ///
  /// - Parameter place: The path of the value from the document's root.
  mutating func node(at place: String) throws(ReferenceError) -> JSONNode {
    JSONNode(value: try value(), place: place, source: self)
  }

  /// The line and character of a byte.
  func place(of offset: Int) -> ReferencePlace {
    let before = bytes[..<min(offset, bytes.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    // Every byte that does not continue a character begins one.
    let character = before[lineStart...].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    return ReferencePlace(path, .character(character, line: line(of: offset)))
  }

  /// The path of a member from the document's root, for example `results[3].times`.
  static func place(of key: String, in object: String) -> String {
    object.isEmpty ? key : "\(object).\(key)"
  }

  /// The line on which the value of a path begins; the line reached so far when there is no such value.
  ///
  /// The document is scanned again: values do not carry their lines, since a file may have millions of
  /// them and only an error needs one line.
  func line(of path: String) -> Int {
    var scanner = JSONScanner(
      bytes, path: self.path, line: firstLine, allowsNotANumber: allowsNotANumber)
    var offset: Int?
    // Everything up to the value was read before, so an error can only follow it.
    do throws(ReferenceError) { try scanner.find(path, at: "", offset: &offset) } catch {}
    return line(of: offset ?? position)
  }

  /// The line of the current position.
  var line: Int { line(of: position) }

  private func line(of offset: Int) -> Int {
    bytes[..<min(offset, bytes.count)].reduce(firstLine) {
      $1 == UInt8(ascii: "\n") ? $0 + 1 : $0
    }
  }

  private mutating func find(
    _ path: String, at place: String, offset: inout Int?
  ) throws(ReferenceError) {
    let first = next()
    if place == path { offset = position }
    guard offset == nil, path.hasPrefix(place) else {
      _ = try value()
      return
    }
    switch first {
    case UInt8(ascii: "{"):
      try object { scanner, key throws(ReferenceError) in
        try scanner.find(path, at: Self.place(of: key, in: place), offset: &offset)
      }
    case UInt8(ascii: "["):
      try array { scanner, index throws(ReferenceError) in
        try scanner.find(path, at: "\(place)[\(index)]", offset: &offset)
      }
    default: _ = try value()
    }
  }
}
