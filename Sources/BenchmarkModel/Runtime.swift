/// A column of the report: one language with one style of concurrency.
///
/// The file `Workloads/runtimes/LANGUAGE/runtime.json` describes it. Runtimes are equal when their
/// identifiers are, so a runtime in a database is valid even if no file describes it.
package struct Runtime: Sendable {
  /// The identifier in kebab case, for example `swift-async`.
  package let id: String
  /// The name that a reader sees; the identifier if no file describes the runtime.
  package let label: String
  /// Its position among the runtimes, smallest first; `Int.max` if no file describes it.
  package let order: Int

  /// A runtime that a file describes.
  package init(_ id: String, label: String, order: Int) {
    self.id = id
    self.label = label
    self.order = order
  }

  /// A runtime known only by its identifier.
  package init(_ id: String) { self.init(id, label: id, order: .max) }

  /// Whether a verb after its name is in the plural, as after `Swift threads`.
  package var isPlural: Bool { label.hasSuffix("s") }

  /// The name of the mark of all runtimes that no file describes.
  package static let otherMark = "other"

  /// The name of its mark on the pages.
  package var mark: String { order == .max ? Self.otherMark : id }
}

extension Runtime: Hashable {
  package static func == (one: Runtime, other: Runtime) -> Bool { one.id == other.id }

  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Runtime: Comparable {
  /// The order of the columns; runtimes that no file describes come last, sorted by identifier.
  package static func < (one: Runtime, other: Runtime) -> Bool {
    (one.order, one.id) < (other.order, other.id)
  }
}
