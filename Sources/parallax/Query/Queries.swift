import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Platform
import References
import Store

extension SourceTree {
  /// The canned queries in `templates/queries`, by name: the file name without `.sql`.
  func queries() throws -> [CannedQuery] { try queryPaths().map(query) }

  /// The paths of the files of canned queries, from the root.
  func queryPaths() throws -> [String] {
    try templateFiles("queries", endingIn: ".sql")
  }

  /// The canned query in a file, given its path from the root.
  func query(_ path: String) throws -> CannedQuery {
    let name = path.dropLast(".sql".count).split(separator: "/").last ?? ""
    return try QueryFile.query(in: text(of: path), name: String(name), path: path)
  }

  /// The claims in `templates/claims`, by name, without one that could never be decided.
  ///
  /// - Throws: `CommandError.unusableClaims` with what `check` says about them.
  func checkedClaims() throws -> [Claim] {
    let claims = try claims()
    let problems = try claimCheck().problems(of: claims)
    guard problems.isEmpty else { throw CommandError.unusableClaims(problems) }
    return claims
  }

  /// The advice in `templates/advice` in its order, without any that could never be decided.
  ///
  /// - Throws: `CommandError.unusableClaims` with what `check` says about it.
  func checkedAdvice() throws -> [Advice] {
    let advice = try advice()
    let problems = ClaimCheck.problems(of: advice)
    guard problems.isEmpty else { throw CommandError.unusableClaims(problems) }
    return advice
  }

  /// The advice in `templates/advice`, in its order.
  func advice() throws -> [Advice] {
    try statements("advice", AdviceReader.advice).sorted { ($0.place, $0.id) < ($1.place, $1.id) }
  }

  /// The check of claims against the bibliography and the files of this tree.
  func claimCheck() throws -> ClaimCheck {
    let path = "Workloads/sources.csv"
    let sources = try ReferenceReader.sources(in: bytes(of: path), path: path)
    return ClaimCheck(sources: sources.map(\.id), text: text)
  }

  /// What the notes of releases say, from `releases.csv` of each language that has the file.
  func releases() throws -> [Release] {
    try runtimes.languages.flatMap { language in
      let path = "\(RuntimeReader.folder)/\(language.folder)/releases.csv"
      guard FileManager.default.fileExists(atPath: "\(root)/\(path)") else { return [Release]() }
      return try ReleaseReader.releases(in: bytes(of: path), of: language.folder, path: path)
    }
  }

  /// The claims in `templates/claims`, by name; none in a package with its own workloads, of which they
  /// say nothing.
  func claims() throws -> [Claim] {
    try statements("claims", ClaimReader.claim)
  }

  /// The rules of all claims and advice; none in a package.
  func rules() throws -> [ClaimRule] {
    try claims().flatMap(\.rules) + advice().flatMap(\.rules)
  }

  /// What the files of a folder of templates state, by the names of the files; nothing in a package.
  private func statements<Statement>(
    _ folder: String,
    _ read: ([UInt8], _ id: String, _ path: String, [Runtime]) throws -> Statement
  ) throws -> [Statement] {
    guard !isPackage else { return [] }
    return try templateFiles(folder, endingIn: ".json").map { path in
      let name = path.dropLast(".json".count).split(separator: "/").last ?? ""
      return try read(try bytes(of: path), String(name), path, runtimes.runtimes)
    }
  }
}

extension CannedQuery {
  /// Runs the statement on an empty database, to find tables and columns that do not exist, and endless
  /// rows.
  func tryOut() throws {
    let arguments = parameters.map { parameter -> (String, QueryValue) in
      switch parameter.type {
      case .text, .workload, .runtime, .variant, .metric: (parameter.name, .text(""))
      case .integer, .run: (parameter.name, .integer(0))
      case .number: (parameter.name, .real(0))
      }
    }
    try MeasurementStore(emptyFor: "templates/queries/\(name).sql").query(
      sql, arguments: Dictionary(uniqueKeysWithValues: arguments), timeout: .seconds(2),
      row: { _ in .more })
  }

  /// The maximum number of rows that a page shows.
  static let shownRows = 20

  /// The query with its result for a run (nil for the latest), if it needs no other parameter and the
  /// result is small; a statement that chooses the run itself does so.
  ///
  /// A result that is not shown is tried out as `check` does: it may have no end.
  func answered(by store: MeasurementStore, run: String?) throws -> CannedQuery {
    guard parameters.allSatisfy({ $0.defaultValue != nil }) else {
      try tryOut()
      return self
    }
    let values: [String: QueryValue]
    do {
      let runs = run.map { run in
        parameters.filter { $0.type == .run && $0.defaultValue != "" }.map { ($0.name, run) }
      }
      values = try arguments(Dictionary(uniqueKeysWithValues: runs ?? []), in: store)
    } catch let error as StoreError where error.saysThatNoRunIsUsable {
      return self
    }
    var rows: [[Cell]] = []
    let summary = try store.query(
      sql, arguments: values, rowLimit: Self.shownRows,
      row: {
        rows.append($0.map(Cell.init))
        return .more
      })
    if summary.isTruncated { try tryOut() }
    guard !summary.isTruncated, !rows.isEmpty else { return self }
    var query = self
    query.result = Result(
      columns: summary.columns.map { column in units[column].map { "\(column) (\($0))" } ?? column
      },
      rows: rows.map { $0.map(\.shownText) },
      isNumber: summary.columns.indices.map { index in
        rows.allSatisfy { if case .text = $0[index] { false } else { true } }
      })
    return query
  }
}

extension StoreError {
  /// Whether there is no run, or the chosen one cannot be used.
  fileprivate var saysThatNoRunIsUsable: Bool {
    switch self {
    case .question(.noRuns, _), .file(.unusable, _): true
    default: false
    }
  }
}

/// A usage error for a name that is not in a list, with the nearest name that is.
func unknownName(_ kind: String, _ name: String, among allowed: [String]) -> ValidationError {
  ValidationError(
    CommandError.unknownName(
      kind: kind, name: name, nearest: nearestName(to: name, in: allowed), allowed: allowed
    ).description)
}
