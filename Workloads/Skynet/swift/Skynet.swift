import Synchronization
package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = Skynet.self

enum Skynet: Workload {
  struct Parameters: ParameterSet {
    /// A power of ten.
    var leaves = 1

    static let fields: [ParameterField<Self>] = [ParameterField("leaves", \.leaves)]

    var root: Node { Node(first: 0, leaves: leaves) }
  }

  /// One unit of the tree, with the range of leaves below it; a leaf's range is itself.
  struct Node: Sendable {
    var first: Int
    var leaves: Int

    var isLeaf: Bool { leaves <= 1 }

    /// The result of a leaf.
    var tally: Tally { Tally(sum: Checksum(first)) }

    func child(_ index: Int) -> Node {
      Node(first: first + index * (leaves / fanOut), leaves: leaves / fanOut)
    }
  }

  /// What a unit returns to its parent.
  struct Tally: Sendable {
    /// The sum of the numbers of the leaves below it.
    var sum: Checksum = 0
    /// The number of units in its subtree, including itself.
    var units = 1

    mutating func add(_ child: Tally) {
      sum += child.sum
      units += child.units
    }
  }

  /// The sum of children that finish on several threads.
  final class Sum: Sendable {
    private let sum = Atomic<Checksum>(0)
    private let units = Atomic<Int>(1)
    private let missing = Atomic<Int>(fanOut)

    /// Adds a child; returns true for the last child, which may read the tally.
    @discardableResult
    func add(_ child: Tally) -> Bool {
      sum.add(child.sum, ordering: .relaxed)
      units.add(child.units, ordering: .relaxed)
      return missing.subtract(1, ordering: .acquiringAndReleasing).newValue == 0
    }

    var tally: Tally {
      Tally(sum: sum.load(ordering: .relaxed), units: units.load(ordering: .relaxed))
    }
  }

  enum Immediate: Sendable {}

  static let fanOut = 10

  static let name = "skynet"
  static let title = "Skynet"
  static let operation = "unit"

  /// The number of units that ran, counted through the tree.
  static let unitsCount = "unitsCount"
  static let metrics = [WorkloadMetric(unitsCount, label: "Units", unit: .count)]

  static let variants =
    [
      Variant<Parameters>(
        "immediate", .tuned,
        "Immediate tasks: each child runs on its parent's thread at once.", Immediate.self)
    ] + Variant<Parameters>.allocators

  /// A node for each leaf, a tenth as many above, and so on to the root: (10L - 1) / 9.
  static func operations(_ parameters: Parameters) -> Int { (10 * parameters.leaves - 1) / 9 }

  /// The sum of the numbers 0 to L - 1.
  static func answer(_ parameters: Parameters) -> Checksum {
    Checksum(parameters.leaves) * Checksum(parameters.leaves - 1) / 2
  }

  /// Every node must have been a separate unit.
  static func objection(to iteration: IterationReport, _ parameters: Parameters) -> String? {
    guard let units = iteration.metrics[unitsCount] else {
      return "it did not report \(unitsCount)"
    }
    let nodes = operations(parameters)
    guard units != Double(nodes) else { return nil }
    return "\(Int(units)) units ran, but the tree has \(nodes) nodes"
  }

  static func cases(for preset: Preset) -> [Parameters] {
    let leaves =
      switch preset {
      case .smoke: [100]
      case .quick: [1_000, 10_000]
      case .standard: [1_000, 100_000]
      case .full: [1_000, 100_000, 1_000_000]
      }
    return leaves.map { Parameters(leaves: $0) }
  }

  /// The first iteration of a process is slower than the second in most runtimes.
  static let effort = Effort(warmups: 1)
}
