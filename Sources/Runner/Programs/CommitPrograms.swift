package import BenchmarkModel

/// The Swift programs of another commit, which a run measures as variants of their implementations.
package struct CommitPrograms: Sendable, Equatable {
  /// The commit's full name.
  package let commit: String
  /// The path of its source tree.
  package let root: String
  /// The path of the folder with its programs.
  package let programs: String

  package init(commit: String, root: String, programs: String) {
    self.commit = commit
    self.root = root
    self.programs = programs
  }

  /// What its variants are called: `at-` with the first digits of the commit.
  private var mark: String { "at-\(commit.prefix(12))" }

  /// An implementation as of this commit, for example `ping-pong/swift-async:actor-at-0a1b2c3d4e5f`.
  package func marked(_ one: Implementation) -> Implementation {
    var marked = one
    marked.variant = one.variant.map { "\($0)-\(mark)" } ?? mark
    return marked
  }

  /// The implementation without the mark; nil for one that is not of this commit.
  package func unmarked(_ one: Implementation) -> Implementation? {
    guard let variant = one.variant, variant.hasSuffix(mark) else { return nil }
    var unmarked = one
    let name = variant.dropLast(mark.count)
    guard name.isEmpty || name.hasSuffix("-") else { return nil }
    unmarked.variant = name.isEmpty ? nil : String(name.dropLast())
    return unmarked
  }

  /// Finds the program of a marked implementation; its sources are those of the commit.
  func locate(
    _ marked: Implementation, as unmarked: Implementation, besides locator: ProgramLocator
  ) throws(RunnerError) -> LocatedImplementation {
    var there = locator
    (there.root, there.programs, there.commits) = (root, programs, [])
    var located = try there.locate(unmarked)
    located.implementation = marked
    located.listingPaths = []
    return located
  }
}
