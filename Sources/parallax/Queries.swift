import ArgumentParser
import BenchmarkModel
import References
import Reporting

extension SourceTree {
  /// The canned queries in `templates/queries`, by name: a file `NAME.sql` begins with a line
  /// `-- what it answers`.
  func queries() throws -> [CannedQuery] {
    try listFolder("\(root)/templates/queries").filter { $0.hasSuffix(".sql") }.map { file in
      let path = "templates/queries/\(file)"
      let text = try text(of: path)
      guard let first = text.split(separator: "\n").first, first.hasPrefix("-- ") else {
        throw CommandError.queryWithoutSummary(path: path)
      }
      let sql = text.dropFirst(first.count + 1).drop { $0.isNewline }
      return CannedQuery(
        name: String(file.dropLast(4)), summary: String(first.dropFirst(3)), sql: String(sql))
    }
  }

  /// The claims in `templates/claims`, by name.
  func claims() throws -> [Claim] {
    try listFolder("\(root)/templates/claims").filter { $0.hasSuffix(".json") }.map { file in
      let path = "templates/claims/\(file)"
      return try ClaimReader.claim(
        in: try bytes(of: path), id: String(file.dropLast(".json".count)), path: path)
    }
  }
}

/// The wrong use of a name that is not in a list, with the nearest one that is.
func unknownName(_ kind: String, _ name: String, among allowed: [String]) -> ValidationError {
  ValidationError(
    CommandError.unknownName(
      kind: kind, name: name, nearest: nearestName(to: name, in: allowed), allowed: allowed
    ).description)
}
