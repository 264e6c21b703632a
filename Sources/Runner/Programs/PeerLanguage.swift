package import BenchmarkModel

/// How a peer's folder is built and where its program lies.
///
/// The one table of peers: a new language is a new row, besides its runtime in the model.
package struct PeerLanguage: Sendable, Equatable {
  /// The name of the folder beside a workload's `swift` folder.
  package let folder: String
  /// The column of the report.
  package let runtime: Runtime
  /// The source that the report prints, from the workload's folder.
  package let listing: String
  /// What builds it.
  package let remedy: String

  /// Every language that a peer can be written in.
  package static let all = [
    PeerLanguage(
      folder: "go",
      runtime: .go,
      listing: "go/main.go",
      remedy: "make peers"
    ),
    PeerLanguage(
      folder: "tokio",
      runtime: .tokio,
      listing: "tokio/src/main.rs",
      remedy: "make peers"
    ),
  ]

  /// The source of a variant or of the default implementation, from the workload's folder: a
  /// variant's lies beside that of the default and has its name in snake case.
  package func listing(of variant: String?) -> String {
    guard let variant else { return listing }
    let name = String(variant.map { $0 == "-" ? "_" : $0 })
    return listing.replacing("main.", with: "\(name).")
  }

  /// The program of a workload's peer, from the root of the source tree.
  package func program(of workload: String) -> String {
    ".build/peers/bin/\(workload)-\(folder)"
  }
}
