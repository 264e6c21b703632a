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

  package init(name: String, digest: String? = nil, address: String? = nil) {
    self.name = name
    self.digest = digest
    self.address = address
  }

  /// The path of the page that later publishing leaves in place; nil without a published database.
  package var path: String? { digest.map { "\(Self.folder)\($0.prefix(16)).html" } }

  /// The folder of those pages.
  package static let folder = "cite/"

  /// One paragraph to copy, as far as its parts are known.
  package func text(dates: [String], machine: String?) -> String {
    var parts = [name]
    if let first = dates.first, let last = dates.last {
      parts.append("measurements of \(first)" + (first == last ? "" : " to \(last)"))
    }
    if let machine { parts.append(machine) }
    let place = address.flatMap { address in path.map { " \(address)\($0)" } } ?? ""
    let proof = digest.map { " SHA-256 of results.sqlite: \($0)." } ?? ""
    return parts.joined(separator: ", ") + ".\(place)\(proof)"
  }
}
