import BenchmarkModel

/// What the lines `key: value` and `Unit` of Go's benchmark text have said so far.
struct GoConfiguration {
  /// The most keys, and the most facts about units, that a file may have at a time.
  static let maximumKeys = 64

  private var facts: [ExternalFact] = []
  private var unitFacts: [String: [ExternalFact]] = [:]
  private var unitFactCount = 0
  private var known: [[ExternalFact]: Int] = [:]
  /// The number of the configuration as it is; nil while it is not looked up.
  private var current: Int?

  /// A number for the configuration as it is, the same whenever it comes back.
  mutating func number() -> Int {
    if let current { return current }
    // The order in which the keys came says nothing.
    let sorted = facts.sorted { $0.name < $1.name }
    let number = known[sorted] ?? known.count
    known[sorted] = number
    current = number
    return number
  }

  /// What is said of a result in a unit.
  func facts(ofUnit unit: String) -> [ExternalFact] { facts + (unitFacts[unit] ?? []) }

  /// Takes a line that is no result; nil when nothing is wrong with it.
  mutating func take(_ line: String) -> ExternalProblem? {
    line.hasPrefix("Unit") ? takeUnit(line) : takeKey(line)
  }

  /// Takes `key: value`, where the key begins with a lower-case letter and has neither white space
  /// nor upper-case letters; without a value the key is forgotten.
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

  /// Takes `Unit unit key=value…`, what benchstat is told of a unit.
  private mutating func takeUnit(_ line: String) -> ExternalProblem? {
    let fields = line.split(whereSeparator: \.isWhitespace)
    guard fields.count > 2, fields[0] == "Unit" else { return nil }
    let unit = String(fields[1])
    for field in fields[2...] {
      let sides = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty else {
        return .malformedResult(reason: "\(quoted(String(field))) is no key with its value")
      }
      let fact = ExternalFact("unit.\(sides[0])", String(sides[1]))
      guard unitFacts[unit]?.contains(fact) != true else { continue }
      unitFactCount += 1
      guard unitFactCount <= Self.maximumKeys else {
        return .tooLong("What is said of units", limit: Self.maximumKeys)
      }
      unitFacts[unit, default: []].append(fact)
    }
    return nil
  }
}
