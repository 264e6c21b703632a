import BenchmarkModel

/// The configuration from the lines `key: value` and `Unit` of Go's benchmark text.
struct GoConfiguration {
  /// The maximum number of keys, and of facts about units, at a time.
  static let maximumKeys = 64

  private var facts: [ExternalFact] = []
  private var unitFacts: [String: [ExternalFact]] = [:]
  private var unitFactCount = 0
  private var known: [[ExternalFact]: Int] = [:]
  /// The number of the current configuration; nil until it is looked up.
  private var current: Int?

  /// A number that identifies the current configuration, the same whenever that recurs.
  mutating func number() -> Int {
    if let current { return current }
    // The order of the keys has no meaning.
    let sorted = facts.sorted { $0.name < $1.name }
    let number = known[sorted] ?? known.count
    known[sorted] = number
    current = number
    return number
  }

  /// The facts about a result in a unit.
  func facts(ofUnit unit: String) -> [ExternalFact] { facts + (unitFacts[unit] ?? []) }

  /// Takes a line that is not a result; returns what is wrong with it.
  mutating func take(_ line: String) -> ExternalProblem? {
    line.hasPrefix("Unit") ? takeUnit(line) : takeKey(line)
  }

  /// Takes `key: value`; an empty value removes the key.
  ///
  /// A key begins with a lower-case letter and contains neither white space nor upper-case letters.
  private mutating func takeKey(_ line: String) -> ExternalProblem? {
    guard let first = line.unicodeScalars.first, first.properties.isLowercase,
      let colon = line.firstIndex(of: ":")
    else { return nil }
    let key = line[..<colon]
    let isKey = key.unicodeScalars.allSatisfy {
      !$0.properties.isWhitespace && !$0.properties.isUppercase
    }
    let rest = line[line.index(after: colon)...]
    let value = rest.drop { $0 == " " || $0 == "\t" }
    guard isKey, rest.isEmpty || value.startIndex > rest.startIndex else { return nil }
    current = nil
    facts.removeAll { $0.name == key }
    let text = String(value.reversed().drop { $0.isWhitespace }.reversed())
    if text.isEmpty { return nil }
    guard facts.count < Self.maximumKeys else {
      return .tooLong("The configuration", limit: Self.maximumKeys)
    }
    facts.append(ExternalFact(String(key), text))
    return nil
  }

  /// Takes `Unit unit key=value…`, which tells benchstat about a unit.
  private mutating func takeUnit(_ line: String) -> ExternalProblem? {
    let fields = line.split(whereSeparator: \.isWhitespace)
    guard fields.count > 2, fields[0] == "Unit" else { return nil }
    let unit = String(fields[1])
    for field in fields[2...] {
      let sides = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty else {
        return .malformedResult(reason: "\(quoted(String(field))) is not key=value")
      }
      let fact = ExternalFact("unit.\(sides[0])", String(sides[1]))
      guard unitFacts[unit]?.contains(fact) != true else { continue }
      unitFactCount += 1
      guard unitFactCount <= Self.maximumKeys else {
        return .tooLong("The list of facts about units", limit: Self.maximumKeys)
      }
      unitFacts[unit, default: []].append(fact)
    }
    return nil
  }
}
