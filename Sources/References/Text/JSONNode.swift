import BenchmarkModel

/// A value of a JSON document with its path, for messages.
struct JSONNode {
  let value: JSONValue
  /// The path from the document's root, for example `results[3].times`; empty for the root.
  let place: String
  /// The document, for finding the line of the value.
  let source: JSONScanner

  /// What `read` makes of a whole document that is written by hand.
  ///
  /// - Parameters:
  ///   - path: The file's name for messages.
  ///   - problem: The problem of a file of this kind, since the remedies for exported files do not
  ///     apply to it.
  static func document<Result>(
    in bytes: [UInt8], path: String, problem: (ExternalProblem) -> ReferenceProblem,
    _ read: (JSONNode) throws(ReferenceError) -> Result
  ) throws(ReferenceError) -> Result {
    do throws(ReferenceError) {
      var scanner = JSONScanner(bytes, path: path)
      let node = try scanner.node(at: "")
      try scanner.end()
      return try read(node)
    } catch {
      guard case .problem(.external(let found), let place) = error else { throw error }
      throw .problem(problem(found), at: place)
    }
  }

  /// An error at this value.
  func fault(_ problem: ExternalProblem) -> ReferenceError {
    fault(.external(problem))
  }

  func fault(_ problem: ReferenceProblem) -> ReferenceError {
    let line = source.line(of: place)
    let part: ReferencePlace.Part = place.isEmpty ? .line(line) : .key(place, line: line)
    return .problem(problem, at: ReferencePlace(source.path, part))
  }

  private func child(_ value: JSONValue, at place: String) -> JSONNode {
    JSONNode(value: value, place: place, source: source)
  }

  private func wrongKind(_ expected: String) -> ReferenceError {
    fault(.wrongKind(expected: expected, found: value.kind))
  }

  /// The members of an object, in the order of the file.
  func members() throws(ReferenceError) -> [(key: String, node: JSONNode)] {
    guard case .object(let members) = value else { throw wrongKind("an object") }
    return members.map { key, value in
      (key, child(value, at: JSONScanner.place(of: key, in: place)))
    }
  }

  /// The text of a member as the name of this value, or its place if it has no such member.
  func name(_ key: String) -> String {
    if case .object(let members) = value,
      case .string(let text)? = members.first(where: { $0.key == key })?.value, !text.isEmpty
    {
      return text
    }
    return place.isEmpty ? "the document" : place
  }

  /// Throws at the first member of an object that is not on the list.
  func checkKeys(_ known: [String]) throws(ReferenceError) {
    for (key, node) in try members() where !known.contains(key) {
      throw node.fault(.unknownName(.key, value: key, allowed: known))
    }
  }

  /// A member of an object; nil when it is missing or null.
  func member(_ key: String) throws(ReferenceError) -> JSONNode? {
    guard let found = try memberOrNull(key) else { return nil }
    if case .null = found.value { return nil }
    return found
  }

  /// A member of an object, which may be null; nil when it is missing.
  func memberOrNull(_ key: String) throws(ReferenceError) -> JSONNode? {
    try members().first { $0.key == key }?.node
  }

  /// A member that the object must have.
  func required(_ key: String) throws(ReferenceError) -> JSONNode {
    guard let node = try member(key) else { throw fault(.missingKey(key)) }
    return node
  }

  /// The elements of a list, each of which takes dozens of times the memory of a number.
  func elements() throws(ReferenceError) -> [JSONNode] {
    let values: [JSONValue]
    switch value {
    case .array(let found): values = found
    case .numbers(let numbers):
      guard numbers.count <= JSONScanner.maximumValues else {
        throw fault(.tooLong("The list", limit: JSONScanner.maximumValues))
      }
      values = numbers.map { .number($0) }
    default: throw wrongKind("a list")
    }
    return values.enumerated().map { index, value in
      child(value, at: "\(place)[\(index)]")
    }
  }

  /// A text, which must not be empty.
  func text() throws(ReferenceError) -> String {
    guard case .string(let text) = value else { throw wrongKind("a text") }
    guard !text.isEmpty else { throw wrongKind("a text that is not empty") }
    return text
  }

  /// A number.
  func number() throws(ReferenceError) -> Double {
    guard case .number(let number) = value else { throw wrongKind("a number") }
    return number
  }

  /// A whole number.
  func integer() throws(ReferenceError) -> Int {
    let number = try number()
    guard let integer = Int(exactly: number) else {
      throw fault(.unusableNumber("\(number)", because: "is not a whole number"))
    }
    return integer
  }

  /// True or false.
  func bool() throws(ReferenceError) -> Bool {
    guard case .bool(let value) = value else { throw wrongKind("true or false") }
    return value
  }

  /// A number in the normalized form of a unit.
  func quantity(in unit: ExternalUnit) throws(ReferenceError) -> Double {
    let number = try number()
    if let problem = unit.problem(with: number) { throw fault(problem) }
    return number * unit.factor
  }

  /// A number in the normalized form of a unit, or what stands in its place.
  func quantityOrGap(in unit: ExternalUnit) throws(ReferenceError) -> NumberOrGap {
    if let gap = NoValue.text(of: value) { return .gap(gap) }
    return .number(try quantity(in: unit))
  }

  /// A bound of an interval in the normalized form of a unit, which unlike a time may be negative; or
  /// what stands in its place.
  func boundOrGap(in unit: ExternalUnit) throws(ReferenceError) -> NumberOrGap {
    if let gap = NoValue.text(of: value) { return .gap(gap) }
    let number = try number() * unit.factor
    guard abs(number) <= 1e300 else {
      throw fault(.unusableNumber("\(number)", because: "is beyond ±1e300"))
    }
    return .number(number)
  }

  /// A list of numbers in the normalized form of a unit, any of which may be missing.
  func quantitiesOrGaps(in unit: ExternalUnit) throws(ReferenceError) -> [NumberOrGap] {
    guard case .numbers(let numbers) = value else {
      if let gap = NoValue.text(of: value) { return [.gap(gap)] }
      var found: [NumberOrGap] = []
      for element in try elements() { found.append(try element.quantityOrGap(in: unit)) }
      return found
    }
    for (index, number) in numbers.enumerated() {
      if let problem = unit.problem(with: number) { throw element(index).fault(problem) }
    }
    return numbers.map { .number($0 * unit.factor) }
  }

  /// A list of nothing but numbers.
  func numbers() throws(ReferenceError) -> [Double] {
    if case .numbers(let numbers) = value { return numbers }
    for element in try elements() { _ = try element.number() }
    return []
  }

  /// A count, at least 1.
  func count() throws(ReferenceError) -> Int {
    let number = try number()
    guard let count = Int(exactly: number), count >= 1 else {
      throw fault(.unusableNumber("\(number)", because: "is not a count"))
    }
    return count
  }

  /// A list of counts.
  func counts() throws(ReferenceError) -> [Int] {
    var counts: [Int] = []
    for element in try elements() { counts.append(try element.count()) }
    return counts
  }

  /// The facts in a value that no reader knows, named after their path below `name`.
  func facts(_ name: String) -> [ExternalFact] {
    switch value {
    case .null: []
    case .bool(let value): [ExternalFact(name, "\(value)")]
    case .number(let value): [ExternalFact(name, numberText(value))]
    case .notANumber(let word): [ExternalFact(name, word)]
    case .string(let value): [ExternalFact(name, value)]
    case .numbers(let values):
      [
        ExternalFact(
          name, values.prefix(Self.maximumFactMembers).map(numberText).joined(separator: " "))
      ]
    case .array(let values):
      values.prefix(Self.maximumFactMembers).enumerated().flatMap { index, value in
        child(value, at: place).facts("\(name).\(index)")
      }
    case .object(let members):
      members.prefix(Self.maximumFactMembers).flatMap { key, value in
        child(value, at: place).facts("\(name).\(key)")
      }
    }
  }

  /// The maximum number of members of a list or an object that become facts.
  private static let maximumFactMembers = 64

  private func element(_ index: Int) -> JSONNode {
    child(.null, at: "\(place)[\(index)]")
  }
}

/// A number in its shortest form; whole numbers have no point.
private func numberText(_ number: Double) -> String {
  Int(exactly: number).map(String.init) ?? "\(number)"
}
