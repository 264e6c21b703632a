import Synchronization
package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = BlockingCalls.self

enum BlockingCalls: Workload {
  struct Parameters: ParameterSet {
    var calls = 1
    var readKibibytes = 0

    static let fields: [ParameterField<Self>] = [
      ParameterField("calls", \.calls),
      ParameterField("read-kibibytes", \.readKibibytes, minimum: 0),
    ]

    /// The size of a pool whose size the program chooses: a thread for each call, up to the default
    /// size of Tokio's pool.
    var threads: Int { min(calls, 512) }
  }

  /// The number of calls made and the number of bytes that they read.
  final class Tally: Sendable {
    private let calls = Atomic(0)
    private let bytes = Atomic(0)

    /// Counts a call that has returned and its bytes.
    func note(bytes read: Int) {
      calls.add(1, ordering: .relaxed)
      bytes.add(read, ordering: .relaxed)
    }

    var answer: Checksum {
      folded(calls: calls.load(ordering: .relaxed), bytes: bytes.load(ordering: .relaxed))
    }
  }

  // Their conformances are in separate files.
  enum GlobalQueue: Sendable {}
  enum Plain: Sendable {}
  enum SerialQueues: Sendable {}

  static let name = "blocking-calls"
  static let title = "Blocking calls"
  static let operation = "call"

  /// How long a call without a file sleeps.
  static let sleepMilliseconds = 10

  static let headlines = ["overFloorNanoseconds", "elapsedNanoseconds", "maximumThreadCount"]

  static let variants = [
    Variant<Parameters>(
      "serial-queues", .idiomatic,
      "Each task hands its call to one of the serial queues of the Dispatch style and waits for it.",
      SerialQueues.self),
    Variant<Parameters>(
      "global-queue", .idiomatic,
      "Each call is handed to Dispatch's global queue, which on Linux also runs Swift's tasks.",
      GlobalQueue.self),
    Variant<Parameters>(
      "plain", .idiomatic,
      "Each child task makes its own call and thus blocks a thread that all tasks share.",
      Plain.self, where: { $0.calls <= 100 }),
  ]

  static func operations(_ parameters: Parameters) -> Int { parameters.calls }

  /// Every call was made and read the file to its end.
  static func answer(_ parameters: Parameters) -> Checksum {
    folded(calls: parameters.calls, bytes: parameters.calls * parameters.readKibibytes * 1_024)
  }

  /// No sleep returns early.
  ///
  /// Reading a file in the page cache has no such bound.
  static func floor(_ parameters: Parameters) -> Duration {
    parameters.readKibibytes == 0 ? .milliseconds(sleepMilliseconds) : .zero
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke:
      [Parameters(calls: 20, readKibibytes: 0), Parameters(calls: 10, readKibibytes: 64)]
    case .quick:
      [Parameters(calls: 100, readKibibytes: 0), Parameters(calls: 100, readKibibytes: 1_024)]
    case .standard, .full:
      [
        Parameters(calls: 100, readKibibytes: 0), Parameters(calls: 1_000, readKibibytes: 0),
        Parameters(calls: 100, readKibibytes: 1_024),
      ]
    }
  }

  private static func folded(calls: Int, bytes: Int) -> Checksum {
    Checksum(calls) &* 31 &+ Checksum(bytes)
  }
}
