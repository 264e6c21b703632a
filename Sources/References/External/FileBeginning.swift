/// What the beginning of a file shows about its format.
struct FileBeginning {
  enum Content {
    /// A JSON document or a line of NDJSON, with those keys of the outermost object that were seen. The
    /// keys of the first object in a list are `list[].key`.
    case object(keys: Set<String>)
    /// A JSON list: the keys of its first element.
    case list(keys: Set<String>)
    /// Any other text, by its lines.
    case text(lines: [ArraySlice<UInt8>])
  }

  let content: Content
  /// A value that no reader takes and behind which keys may follow; nil if there is none.
  private(set) var fault: ReferenceError?

  /// - Parameter path: The file's name for messages.
  init(_ bytes: [UInt8], path: String) {
    guard let bracket = bytes.firstBracket else {
      content = .text(lines: bytes.split(separator: UInt8(ascii: "\n")))
      return
    }
    var scanner = JSONScanner(bytes, path: path, allowsNotANumber: true)
    var keys: Set<String> = []
    // The bytes end somewhere inside the document, so most errors only mean that there are no more.
    do throws(ReferenceError) {
      if bracket == UInt8(ascii: "[") {
        try scanner.array { scanner, _ throws(ReferenceError) in
          if keys.isEmpty { try scanner.collectKeys(into: &keys) } else { _ = try scanner.value() }
        }
      } else {
        try scanner.collectKeys(into: &keys)
      }
    } catch {
      switch error {
      case .problem(.external(.unusableNumber), _), .problem(.controlCharacter, _): fault = error
      default: break
      }
    }
    content = bracket == UInt8(ascii: "[") ? .list(keys: keys) : .object(keys: keys)
  }

  /// Whether it is an object with all of these keys.
  func isObject(with expected: Set<String>) -> Bool {
    guard case .object(let keys) = content else { return false }
    return keys.isSuperset(of: expected)
  }

  /// Whether it is a text with lines that begin with each of these words, after white space.
  func hasLines(beginningWith words: [String]) -> Bool {
    guard case .text(let lines) = content else { return false }
    return words.allSatisfy { word in
      lines.contains { line in line.drop { $0 == 0x20 || $0 == 0x09 }.starts(with: word.utf8) }
    }
  }

  /// Whether it is a list whose first element has all of these keys.
  func isList(ofObjectsWith expected: Set<String>) -> Bool {
    guard case .list(let keys) = content else { return false }
    return keys.isSuperset(of: expected)
  }
}

extension [UInt8] {
  /// The first byte that is not white space, when it opens a list or an object.
  fileprivate var firstBracket: UInt8? {
    let bytes = starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]
    let first = bytes.first { !JSONScanner.isSpace($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? first : nil
  }
}

extension JSONScanner {
  fileprivate mutating func collectKeys(into keys: inout Set<String>) throws(ReferenceError) {
    try object { scanner, key throws(ReferenceError) in
      keys.insert(key)
      guard scanner.next() == UInt8(ascii: "[") else {
        _ = try scanner.value()
        return
      }
      try scanner.array { scanner, index throws(ReferenceError) in
        guard index == 0, scanner.next() == UInt8(ascii: "{") else {
          _ = try scanner.value()
          return
        }
        try scanner.object { scanner, inner throws(ReferenceError) in
          keys.insert("\(key)[].\(inner)")
          _ = try scanner.value()
        }
      }
    }
  }
}
