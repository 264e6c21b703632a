import BenchmarkModel

/// Reads a file of airspeed velocity's folder `results`, format version 2.
///
/// Each combination of a benchmark's parameters is a result, named as `asv show` names it:
/// `suite.time_sort(10)`. A file does not state units; they follow from the benchmark's kind, which is
/// the beginning of its last name, as asv's documentation defines it.
enum ASVReader: DocumentFormat {
  /// The maximum number of combinations of parameters of a benchmark.
  static let maximumCombinations = 1 << 16

  private static let resultsKey = "results"

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isObject(with: ["commit_hash", resultsKey])
  }

  static func results(from scanner: inout JSONScanner) throws(ReferenceError) -> BenchmarkList {
    var benchmarks: [(name: String, node: JSONNode)] = []
    var columns: [String]?
    var facts: [ExternalFact] = []
    try scanner.object { scanner, key throws(ReferenceError) in
      if key == resultsKey {
        try scanner.object { scanner, name throws(ReferenceError) in
          benchmarks.append((name, try scanner.node(at: JSONScanner.place(of: name, in: key))))
        }
        return
      }
      let node = try scanner.node(at: key)
      switch key {
      case "result_columns":
        columns = try node.elements().map { element throws(ReferenceError) in try element.text() }
      // They are about the whole run of asv, not about a result.
      case "durations", "version": break
      default: facts += node.facts(key)
      }
    }
    guard let columns else { throw scanner.fault(.missingKey("result_columns")) }
    var list = BenchmarkList()
    for (name, node) in benchmarks {
      list.add(name) { () throws(ReferenceError) in
        try Benchmark(name: name, node: node, columns: columns, facts: facts).results()
      }
    }
    return list
  }
}

/// One benchmark: a list with an entry for each column.
private struct Benchmark {
  let name: String
  let node: JSONNode
  private let unit: ExternalUnit
  private let metric: String
  private let entries: [String: JSONNode]
  private let facts: [ExternalFact]

  /// Columns that have one entry for each combination of parameters and are statistics in the
  /// benchmark's unit.
  private static let statistics = [
    "stats_ci_99_a", "stats_ci_99_b", "stats_q_25", "stats_q_75",
  ]

  init(
    name: String, node: JSONNode, columns: [String], facts: [ExternalFact]
  ) throws(ReferenceError) {
    (self.name, self.node) = (name, node)
    (metric, unit) = Self.kind(of: name)
    var entries: [String: JSONNode] = [:]
    // Columns at the end may be missing.
    for (column, entry) in zip(columns, try node.elements()) { entries[column] = entry }
    self.entries = entries
    let known = ["result", "params", "samples", "stats_number", "profile"] + Self.statistics
    self.facts =
      columns.filter { !known.contains($0) }.flatMap { entries[$0]?.facts($0) ?? [] } + facts
  }

  /// What a benchmark measures, by the beginning of its last name.
  private static func kind(of name: String) -> (metric: String, unit: ExternalUnit) {
    let last = name.split(separator: ".").last?.lowercased() ?? ""
    if last.hasPrefix("time") {
      return ("time", ExternalUnit("seconds", .nanoseconds, factor: 1e9))
    }
    if last.hasPrefix("peakmem") { return ("peakmem", ExternalUnit("bytes", .bytes)) }
    if last.hasPrefix("mem") { return ("mem", ExternalUnit("bytes", .bytes)) }
    return ("result", ExternalUnit("", nil))
  }

  func results() throws(ReferenceError) -> [ExternalResult] {
    let names = try combinations()
    guard entries["result"] != nil else { throw node.fault(.missingKey("result")) }
    let values = try cells("result", count: names.count)
    let samples = try cells("samples", count: names.count)
    let numbers = try cells("stats_number", count: names.count)
    var statistics: [(name: String, cells: [JSONNode])] = []
    for name in Self.statistics {
      if let cells = try cells(name, count: names.count) { statistics.append((name, cells)) }
    }
    var results: [ExternalResult] = []
    for (index, name) in names.enumerated() {
      var result = ExternalResult(name: name, metric: metric, unit: unit, facts: facts)
      // A benchmark that failed for all parameters has null instead of a list.
      result.add(try values?[index].quantityOrGap(in: unit) ?? .gap("null"), as: "result")
      for (statistic, cells) in statistics {
        if let cell = cells[index].unlessNull {
          result.add(try cell.boundOrGap(in: unit), as: statistic)
        }
      }
      if let sample = samples?[index].unlessNull {
        result.add(try sample.quantitiesOrGaps(in: unit))
        if let number = try numbers?[index].unlessNull?.count() {
          result.iterations = Array(repeating: number, count: result.values.count)
        }
      }
      results.append(result)
    }
    return results
  }

  /// The names of all combinations of parameters, in asv's order: the last one changes fastest.
  private func combinations() throws(ReferenceError) -> [String] {
    var combinations: [[String]] = [[]]
    let parameters = try entries["params"]?.elements() ?? []
    for parameter in parameters {
      var values: [String] = []
      for element in try parameter.elements() {
        values.append(element.facts("").first?.value ?? "null")
      }
      guard combinations.count * values.count <= ASVReader.maximumCombinations else {
        throw node.fault(.tooLong("The list of combinations", limit: ASVReader.maximumCombinations))
      }
      combinations = combinations.flatMap { combination in values.map { combination + [$0] } }
    }
    guard !parameters.isEmpty else { return [name] }
    return combinations.map { "\(name)(\($0.joined(separator: ", ")))" }
  }

  /// The entries of a column, one for each combination; nil when the column is missing or null.
  private func cells(_ column: String, count: Int) throws(ReferenceError) -> [JSONNode]? {
    guard let node = entries[column]?.unlessNull else { return nil }
    let cells = try node.elements()
    guard cells.count == count else {
      throw node.fault(.unequalLengths(column, cells.count, "params", count))
    }
    return cells
  }
}

extension JSONNode {
  fileprivate var unlessNull: JSONNode? {
    if case .null = value { return nil }
    return self
  }
}
