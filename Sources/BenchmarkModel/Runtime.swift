/// What a column of the report stands for: one language with one way of being concurrent.
///
/// A file `Workloads/runtimes/LANGUAGE/runtime.json` describes it. Two are the same when their
/// identifiers are, so that one that a database names and no file describes is a runtime as well.
package struct Runtime: Sendable {
  /// The identifier in kebab case, for example `swift-async`.
  package let id: String
  /// The name that a reader sees; the identifier where no file describes the runtime.
  package let label: String
  /// Its place among the runtimes, the first the smallest; `Int.max` where no file describes it.
  package let order: Int

  /// A runtime that a file describes.
  package init(_ id: String, label: String, order: Int) {
    self.id = id
    self.label = label
    self.order = order
  }

  /// A runtime of which nothing is known but its identifier.
  package init(_ id: String) { self.init(id, label: id, order: .max) }

  /// The name of the mark that stands for all runtimes that no file describes.
  package static let otherMark = "other"

  /// The name of its mark on the pages.
  package var mark: String { order == .max ? Self.otherMark : id }
}

extension Runtime: Hashable {
  package static func == (one: Runtime, other: Runtime) -> Bool { one.id == other.id }

  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Runtime: Comparable {
  /// The order of the columns; those that no file describes come last, by their identifiers.
  package static func < (one: Runtime, other: Runtime) -> Bool {
    (one.order, one.id) < (other.order, other.id)
  }
}
