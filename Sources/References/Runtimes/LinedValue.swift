/// A value of a JSON document that knows its line and its key.
struct LinedValue {
  enum Content {
    case object([(key: String, value: LinedValue)])
    case list([LinedValue])
    case single(JSONValue)
  }

  let content: Content
  /// The path of its key from the document's root, for example `runtimes[0].mark`; empty for the
  /// document.
  let key: String
  let line: Int
  let file: String

  /// Reads a whole document.
  ///
  /// - Parameter file: The file's name for messages.
  static func document(
    in bytes: [UInt8], file: String
  ) throws(ReferenceError) -> LinedValue {
    do {
      var scanner = JSONScanner(bytes, path: file)
      let value = try LinedValue(from: &scanner, key: "", file: file)
      try scanner.end()
      return value
    } catch .problem(.external(let problem), let place) {
      throw .problem(.runtime(.malformed(problem.fault)), at: place)
    }
  }

  private init(
    from scanner: inout JSONScanner, key: String, file: String
  ) throws(ReferenceError) {
    let next = scanner.next()
    self.key = key
    self.file = file
    line = scanner.line
    switch next {
    case UInt8(ascii: "{"):
      var members: [(key: String, value: LinedValue)] = []
      try scanner.object { scanner, name throws(ReferenceError) in
        let path = key.isEmpty ? name : "\(key).\(name)"
        members.append((name, try LinedValue(from: &scanner, key: path, file: file)))
      }
      content = .object(members)
    case UInt8(ascii: "["):
      var values: [LinedValue] = []
      try scanner.array { scanner, index throws(ReferenceError) in
        values.append(try LinedValue(from: &scanner, key: "\(key)[\(index)]", file: file))
      }
      content = .list(values)
    default: content = .single(try scanner.value())
    }
  }

  /// An error about this value.
  func fault(_ problem: RuntimeProblem) -> ReferenceError {
    .problem(.runtime(problem), at: ReferencePlace(file, .key(key, line: line)))
  }

  /// The kind in words, with its article.
  var kind: String {
    switch content {
    case .object: "an object"
    case .list: "a list"
    case .single(let value): value.kind
    }
  }

  private func wrongKind(_ expected: String) -> ReferenceError {
    fault(.wrongKind(expected: expected, found: kind))
  }

  /// An object with no keys other than these.
  func object(_ allowed: [String]) throws(ReferenceError) -> LinedObject {
    guard case .object(let members) = content else { throw wrongKind("an object") }
    if let stranger = members.first(where: { !allowed.contains($0.key) }) {
      throw stranger.value.fault(.unknownKey(allowed: allowed))
    }
    return LinedObject(value: self, members: members)
  }

  /// The elements of a list, of which there must be at least one.
  func elements() throws(ReferenceError) -> [LinedValue] {
    guard case .list(let values) = content, !values.isEmpty else {
      throw wrongKind("a list that is not empty")
    }
    return values
  }

  /// A string of one kind.
  func text(_ kind: RuntimeText) throws(ReferenceError) -> String {
    guard case .single(.string(let text)) = content else { throw wrongKind("a text") }
    guard kind.holds(text) else { throw fault(.malformedText(kind, value: text)) }
    return text
  }

  /// The words in a list of strings, each of which has words separated by single spaces.
  func words(_ kind: RuntimeText) throws(ReferenceError) -> Set<String> {
    var words: Set<String> = []
    for element in try elements() {
      guard case .single(.string(let text)) = element.content else {
        throw element.wrongKind("a text")
      }
      for word in text.split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
        guard kind.holds(word) else { throw element.fault(.malformedText(kind, value: word)) }
        guard words.insert(word).inserted else {
          throw element.fault(.duplicate(value: word, in: "an earlier word of the list"))
        }
      }
    }
    return words
  }

  /// True or false.
  func isTrue() throws(ReferenceError) -> Bool {
    guard case .single(.bool(let value)) = content else { throw wrongKind("true or false") }
    return value
  }

  /// A position among the columns.
  func order() throws(ReferenceError) -> Int {
    guard case .single(.number(let number)) = content else { throw wrongKind("a number") }
    guard let order = Int(exactly: number), (1...1_000_000).contains(order) else {
      throw fault(.wrongOrder("\(number)"))
    }
    return order
  }
}

/// An object whose keys are all known.
struct LinedObject {
  let value: LinedValue
  fileprivate let members: [(key: String, value: LinedValue)]

  fileprivate init(value: LinedValue, members: [(key: String, value: LinedValue)]) {
    self.value = value
    self.members = members
  }

  /// The value of a key; nil when the object lacks it.
  subscript(key: String) -> LinedValue? { members.first { $0.key == key }?.value }

  /// The value of a required key.
  func required(_ key: String) throws(ReferenceError) -> LinedValue {
    guard let found = self[key] else { throw value.fault(.missingKey(key)) }
    return found
  }

  /// A required string of one kind.
  func text(_ key: String, _ kind: RuntimeText) throws(ReferenceError) -> String {
    try required(key).text(kind)
  }

  /// True or false; the default if the key is missing.
  func isTrue(_ key: String, unlessGiven usual: Bool) throws(ReferenceError) -> Bool {
    try self[key]?.isTrue() ?? usual
  }

  /// Words; empty if the key is missing.
  func words(
    _ key: String, _ kind: RuntimeText = .word
  ) throws(ReferenceError) -> Set<String> {
    try self[key]?.words(kind) ?? []
  }
}
