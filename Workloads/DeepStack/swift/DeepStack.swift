import Platform
import Synchronization
package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = DeepStack.self

enum DeepStack: Workload {
  struct Parameters: ParameterSet {
    var tasks = 1
    var depth = 1

    static let fields: [ParameterField<Self>] = [
      ParameterField("tasks", \.tasks), ParameterField("depth", \.depth),
    ]
  }

  /// The 128 bytes that a call keeps while the call below it runs.
  ///
  /// One of its words is 1.
  ///
  /// Its functions are not inlined and take its address, so the compiler neither knows what the
  /// bytes hold nor keeps a copy of them.
  struct Frame {
    private typealias Words = (
      UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64,
      UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64
    )
    private var words: Words = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

    @inline(never)
    mutating func fill(at depth: Int) {
      withUnsafeMutableBytes(of: &words) {
        $0.storeBytes(of: 1, toByteOffset: depth % 16 * 8, as: UInt64.self)
      }
    }

    @inline(never)
    mutating func sum() -> Checksum {
      withUnsafeBytes(of: &words) { $0.bindMemory(to: UInt64.self).reduce(0, +) }
    }
  }

  /// Counts the tasks that are at the bottom at the same time.
  final class Presence: Sendable {
    private let present = Atomic<Int>(0)
    private let maximum = Atomic<Int>(0)

    func enter() {
      maximum.max(present.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
    }

    func leave() { present.subtract(1, ordering: .relaxed) }

    /// The largest number of tasks that were there at once.
    var maximumPresent: Double { Double(maximum.load(ordering: .relaxed)) }
  }

  static let name = "deep-stack"
  static let title = "Deep stack"
  static let operation = "call"

  /// The largest number of tasks that were at the bottom at once.
  ///
  /// The peak memory holds that many stacks.
  static let deepTasksCount = "deepTasksCount"

  static let metrics = [
    WorkloadMetric(deepTasksCount, label: "Tasks deep at once", unit: .count, better: .higher)
  ]

  static let headlines = ["peakResidentBytes", deepTasksCount, "perOperationNanoseconds"]

  static let mayOverflowStack = true

  static func operations(_ parameters: Parameters) -> Int { parameters.tasks * parameters.depth }

  /// Every call returns 1 plus the result of the call below it.
  static func answer(_ parameters: Parameters) -> Checksum { Checksum(operations(parameters)) }

  static func cases(for preset: Preset) -> [Parameters] {
    let quick = [Parameters(tasks: 100, depth: 1_000), Parameters(tasks: 100, depth: 10_000)]
    let standard = quick + [Parameters(tasks: 100, depth: 100_000)]
    return switch preset {
    case .smoke: [Parameters(tasks: 10, depth: 100)]
    case .quick: quick
    case .standard: standard
    case .full: standard + [Parameters(tasks: 1, depth: 1_000_000)]
    }
  }

  /// One iteration per process: a second one would find the stacks of the first.
  static func effort(for preset: Preset) -> Effort {
    let trials =
      switch preset {
      case .smoke: 1
      case .quick, .standard: 6
      case .full: 10
      }
    return Effort(trials: trials, warmups: 0, iterations: 1)
  }

  /// Recurses on the calling thread's stack.
  static func descend(_ depth: Int, to bottom: Presence) -> Checksum {
    guard depth > 0 else {
      bottom.enter()
      sched_yield()
      bottom.leave()
      return 0
    }
    var frame = Frame()
    frame.fill(at: depth)
    return descend(depth - 1, to: bottom) + frame.sum()
  }
}
