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

  /// Its conformance to the thread style is in a separate file.
  enum LargeStack: Sendable {}

  static let name = "deep-stack"
  static let title = "Deep stack"
  static let operation = "call"

  /// By how much the resident memory grew until all tasks were at the bottom, divided by the number of
  /// tasks.
  static let liveTaskBytes = "liveTaskBytes"

  static let metrics = [
    WorkloadMetric(liveTaskBytes, label: "Memory per deep task", unit: .bytes)
  ]

  static let headlines = [liveTaskBytes, "perOperationNanoseconds"]

  /// The largest depth that every default stack reaches.
  static func isHeadline(_ parameters: Parameters) -> Bool { parameters.depth <= 10_000 }

  static let variants = [
    Variant<Parameters>(
      "large-stack", .tuned, "Each thread that runs tasks has a stack of 256 MiB.",
      LargeStack.self)
  ]

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

  /// Recurses on the calling thread's stack and calls a function at the bottom.
  static func descend(_ depth: Int, _ waitAtBottom: () -> Void) -> Checksum {
    guard depth > 0 else {
      waitAtBottom()
      return 0
    }
    var frame = Frame()
    frame.fill(at: depth)
    return descend(depth - 1, waitAtBottom) + frame.sum()
  }
}
