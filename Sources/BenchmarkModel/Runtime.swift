/// What a column of the report stands for: one language with one way of being concurrent.
package enum Runtime: String, CaseIterable, Sendable, Hashable {
  /// Swift with operating-system threads.
  case swiftThreads = "swift-threads"
  /// Swift with Grand Central Dispatch.
  case swiftDispatch = "swift-dispatch"
  /// Swift with async/await.
  case swiftAsync = "swift-async"
  /// Go with goroutines.
  case go
  /// Rust with Tokio.
  case tokio

  /// The name that a reader sees.
  package var label: String {
    switch self {
    case .swiftThreads: "Swift threads"
    case .swiftDispatch: "Swift Dispatch"
    case .swiftAsync: "Swift async/await"
    case .go: "Go"
    case .tokio: "Tokio (Rust)"
    }
  }

  /// The style of a Swift runtime as its programs call it; nil for a peer.
  package var styleName: String? {
    switch self {
    case .swiftThreads: "threads"
    case .swiftDispatch: "dispatch"
    case .swiftAsync: "async"
    case .go, .tokio: nil
    }
  }

  /// Whether it is the same workload in another language.
  package var isPeer: Bool { styleName == nil }
}
