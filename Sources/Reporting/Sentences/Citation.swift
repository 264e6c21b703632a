import Analysis
import BenchmarkModel

/// What tells a report from every other one, for those who cite it.
package struct Citation: Sendable, Equatable {
  /// The name of the site.
  package var name: String
  /// The SHA-256 of the published database in hexadecimal digits; nil if none is published.
  package var digest: String?
  /// The address of the site with a slash at its end; nil if it is not known.
  package var address: String?
  /// The version of Parallax that made the report; nil if it is not said.
  package var version: String?

  package init(
    name: String, digest: String? = nil, address: String? = nil, version: String? = nil
  ) {
    self.name = name
    self.version = version
    self.digest = digest
    self.address = address
  }

  /// The path of the page that later publishing leaves in place; nil without a published database.
  package var path: String? { digest.map { "\(Self.folder)\($0.prefix(16)).html" } }

  /// The folder of those pages.
  package static let folder = "cite/"

  /// One paragraph to copy, as far as its parts are known.
  ///
  /// - Parameters:
  ///   - dates: The days of the runs, oldest first.
  ///   - machine: The machine in a few words.
  ///   - commits: The commits that the runs measured.
  package func text(dates: [String], machine: String?, commits: [String]) -> String {
    var parts = [name] + (version.map { ["made with Parallax \($0)"] } ?? [])
    if let first = dates.first, let last = dates.last {
      parts.append("measurements of \(first)" + (first == last ? "" : " to \(last)"))
    }
    if let machine { parts.append(machine) }
    if !commits.isEmpty {
      parts.append("\(commits.count == 1 ? "commit" : "commits") \(enumerated(commits))")
    }
    let place = address.flatMap { address in path.map { " \(address)\($0)" } } ?? ""
    let proof = digest.map { " SHA-256 of results.sqlite: \($0)." } ?? ""
    return parts.joined(separator: ", ") + ".\(place)\(proof)"
  }
}
