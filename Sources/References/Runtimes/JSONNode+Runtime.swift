extension JSONNode {
  /// The elements of a list that is not empty.
  func someElements() throws(ReferenceError) -> [JSONNode] {
    let elements = try elements()
    guard !elements.isEmpty else {
      throw fault(.wrongKind(expected: "a list that is not empty", found: "an empty list"))
    }
    return elements
  }

  /// A text of a kind.
  func text(_ kind: RuntimeText) throws(ReferenceError) -> String {
    let text = try text()
    guard kind.holds(text) else { throw fault(.runtime(.malformedText(kind, value: text))) }
    return text
  }

  /// A text of a kind that must be there.
  func text(_ key: String, _ kind: RuntimeText) throws(ReferenceError) -> String {
    try required(key).text(kind)
  }

  /// The words of a list of texts, in each of which spaces stand between words.
  func words(_ kind: RuntimeText) throws(ReferenceError) -> Set<String> {
    var words: Set<String> = []
    for element in try someElements() {
      let text = try element.text()
      for word in text.split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
        guard kind.holds(word) else {
          throw element.fault(.runtime(.malformedText(kind, value: word)))
        }
        guard words.insert(word).inserted else {
          let owner = "an earlier word of the list"
          throw element.fault(.runtime(.duplicate(value: word, in: owner)))
        }
      }
    }
    return words
  }

  /// Words, none when the key is missing.
  func words(
    _ key: String, _ kind: RuntimeText = .word
  ) throws(ReferenceError) -> Set<String> {
    try member(key)?.words(kind) ?? []
  }

  /// A place among the columns.
  func order() throws(ReferenceError) -> Int {
    let number = try number()
    guard let order = Int(exactly: number), (1...1_000_000).contains(order) else {
      throw fault(.runtime(.wrongOrder("\(number)")))
    }
    return order
  }
}
