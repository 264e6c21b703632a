import BenchmarkModel

/// A strict reader of files in `templates/queries`; their README describes the format.
struct QueryFile {
  private let path: String
  private var title: String?
  private var question: String?
  private var parameters: [CannedQuery.Parameter] = []
  private var units: [String: String] = [:]
  private var line = 0

  private static let keys = ["title", "question", "param", "unit"]

  private init(path: String) { self.path = path }

  /// Parses the text of a file.
  ///
  /// Throws `CommandError.badQueryFile` with the line of the first problem.
  static func query(in text: String, name: String, path: String) throws -> CannedQuery {
    var file = QueryFile(path: path)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let header = lines.prefix { $0.hasPrefix("--") }
    for line in header {
      file.line += 1
      try file.read(line.dropFirst(2).trimmed)
    }
    let sql = lines.dropFirst(header.count).joined(separator: "\n").trimmed
    guard let title = file.title else { throw file.problem("\"-- title: …\" is missing") }
    guard let question = file.question else { throw file.problem("\"-- question: …\" is missing") }
    file.line = header.count + 1
    try file.checkParameters(of: sql)
    return CannedQuery(
      name: name, title: title, question: question, parameters: file.parameters,
      units: file.units, sql: sql)
  }

  private mutating func read(_ line: String) throws {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    let key = String((words.first ?? "").prefix { $0 != ":" })
    guard Self.keys.contains(key) else {
      let nearest = nearestName(to: key, in: Self.keys).map { ", perhaps \($0)" } ?? ""
      throw problem(
        "\"\(line)\" starts with none of \(Self.keys.joined(separator: ", "))\(nearest)")
    }
    let (declaration, meaning) = try split(String(line.dropFirst(key.count)).trimmed, key)
    switch key {
    case "title": title = try once(title, meaning, key)
    case "question": question = try once(question, meaning, key)
    case "unit":
      guard declaration.count == 1 else { throw problem("write \"-- unit COLUMN: UNIT\"") }
      units[declaration[0]] = try once(units[declaration[0]], meaning, "unit of \(declaration[0])")
    default: try addParameter(declaration, meaning)
    }
  }

  /// The words before the first colon that ends a word, and the text after it.
  private func split(_ text: String, _ key: String) throws -> ([String], String) {
    let colon = text.hasPrefix(":") ? text.startIndex : text.firstRange(of: ": ")?.lowerBound
    guard let colon else { throw problem("\(key) has no \": \" followed by text") }
    let meaning = text[text.index(after: colon)...].trimmed
    guard !meaning.isEmpty else { throw problem("\(key) has no text after its colon") }
    return (text[..<colon].split(separator: " ").map(String.init), meaning)
  }

  private func once(_ old: String?, _ new: String, _ key: String) throws -> String {
    guard old == nil else { throw problem("\(key) appears twice") }
    return new
  }

  private mutating func addParameter(_ words: [String], _ meaning: String) throws {
    guard words.count == 2 || words.count == 3 else {
      throw problem("write \"-- param NAME TYPE DEFAULT: MEANING\", with or without DEFAULT")
    }
    guard let type = CannedQuery.ParameterType(rawValue: words[1]) else {
      let types = CannedQuery.ParameterType.allCases.map(\.rawValue).joined(separator: ", ")
      throw problem("\"\(words[1])\" is not a type; use one of \(types)")
    }
    guard !parameters.contains(where: { $0.name == words[0] }) else {
      throw problem("the parameter \(words[0]) appears twice")
    }
    let value = words.count == 3 ? (words[2] == "''" ? "" : words[2]) : nil
    if let value, !type.allows(value), type != .run || !value.isEmpty {
      throw problem("the default \"\(value)\" of \(words[0]) is not of type \(type.rawValue)")
    }
    parameters.append(
      CannedQuery.Parameter(name: words[0], type: type, defaultValue: value, meaning: meaning))
  }

  private func checkParameters(of sql: String) throws {
    guard !sql.isEmpty else { throw problem("there is no statement") }
    let used = Set(SQLParameters(of: sql).names)
    let declared = Set(parameters.map(\.name))
    if let name = used.subtracting(declared).min() {
      throw problem("the statement uses :\(name), but there is no \"-- param \(name) …\"")
    }
    if let name = declared.subtracting(used).min() {
      throw problem("the statement does not use the parameter \(name)")
    }
  }

  private func problem(_ reason: String) -> CommandError {
    .badQueryFile(path: path, line: max(line, 1), reason: reason)
  }
}

extension CannedQuery.ParameterType {
  /// Whether a word is a valid value of this type; whether a run or a name exists is checked later.
  func allows(_ word: String) -> Bool {
    switch self {
    case .text, .workload, .runtime, .variant, .metric: true
    case .integer: Int64(word) != nil
    case .number: Double(word)?.isFinite ?? false
    case .run: !word.isEmpty
    }
  }
}

extension StringProtocol {
  /// The text without leading and trailing spaces and line ends.
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
