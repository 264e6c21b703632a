import BenchmarkModel

/// A value of a JSON document that knows its path, so that what is wrong with it can be told.
struct JSONNode {
  let value: JSONValue
  /// The path from the document's root, for example `results[3].times`.
  let place: String
  let file: String

  /// The error that something is wrong with this very value.
  func fault(_ problem: ExternalProblem) -> ReferenceError {
    .problem(.external(problem), at: ReferencePlace(file, .value(place)))
  }

  private func wrongKind(_ expected: String) -> ReferenceError {
    fault(.wrongKind(expected: expected, found: value.kind))
  }

  /// The members of an object, in the order of the file.
  func members() throws(ReferenceError) -> [(key: String, node: JSONNode)] {
    guard case .object(let members) = value else { throw wrongKind("an object") }
    return members.map { key, value in
      (key, JSONNode(value: value, place: place.isEmpty ? key : "\(place).\(key)", file: file))
    }
  }

  /// A member of an object; nil when there is none, or null.
  func member(_ key: String) throws(ReferenceError) -> JSONNode? {
    guard let found = try members().first(where: { $0.key == key })?.node else { return nil }
    if case .null = found.value { return nil }
    return found
  }

  /// A member that an object must have.
  func required(_ key: String) throws(ReferenceError) -> JSONNode {
    guard let node = try member(key) else { throw fault(.missingKey(key)) }
    return node
  }

  /// The elements of a list.
  func elements() throws(ReferenceError) -> [JSONNode] {
    let values: [JSONValue]
    switch value {
    case .array(let found): values = found
    case .numbers(let numbers): values = numbers.map { .number($0) }
    default: throw wrongKind("a list")
    }
    return values.enumerated().map { index, value in
      JSONNode(value: value, place: "\(place)[\(index)]", file: file)
    }
  }

  /// A text that is not empty.
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

  /// A number of a unit, in its normalized form.
  func quantity(in unit: ExternalUnit) throws(ReferenceError) -> Double {
    let number = try number()
    if let problem = unit.problem(with: number) { throw fault(problem) }
    return number * unit.factor
  }

  /// A list of numbers of a unit, in their normalized form.
  func quantities(in unit: ExternalUnit) throws(ReferenceError) -> [Double] {
    let numbers = try numbers()
    for (index, number) in numbers.enumerated() {
      if let problem = unit.problem(with: number) { throw element(index).fault(problem) }
    }
    return unit.factor == 1 ? numbers : numbers.map { $0 * unit.factor }
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
      throw fault(.unusableNumber("\(number)", because: "is no count"))
    }
    return count
  }

  /// A list of counts.
  func counts() throws(ReferenceError) -> [Int] {
    var counts: [Int] = []
    for element in try elements() { counts.append(try element.count()) }
    return counts
  }

  /// What there is to say of a value that no reader knows: nothing, a word, or words.
  func facts(_ name: String) -> [ExternalFact] {
    switch value {
    case .null: []
    case .bool(let value): [ExternalFact(name, "\(value)")]
    case .number(let value): [ExternalFact(name, numberText(value))]
    case .string(let value): [ExternalFact(name, value)]
    case .numbers(let values):
      [ExternalFact(name, values.prefix(Self.longestFact).map(numberText).joined(separator: " "))]
    case .array(let values):
      values.prefix(Self.longestFact).enumerated().flatMap { index, value in
        JSONNode(value: value, place: place, file: file).facts("\(name).\(index)")
      }
    case .object(let members):
      members.prefix(Self.longestFact).flatMap { key, value in
        JSONNode(value: value, place: place, file: file).facts("\(name).\(key)")
      }
    }
  }

  /// The most members of a list that become facts.
  private static let longestFact = 64

  private func element(_ index: Int) -> JSONNode {
    JSONNode(value: .null, place: "\(place)[\(index)]", file: file)
  }
}

/// A number as short as it can be: a whole one without a point.
private func numberText(_ number: Double) -> String {
  Int(exactly: number).map(String.init) ?? "\(number)"
}
