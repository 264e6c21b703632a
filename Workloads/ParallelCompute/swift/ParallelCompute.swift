import Synchronization
package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = ParallelCompute.self

enum ParallelCompute: Workload {
  struct Parameters: ParameterSet {
    var side = 1

    static let fields: [ParameterField<Self>] = [ParameterField("side", \.side, maximum: 20_000)]
  }

  /// Hands out each row once, in order, on request.
  final class Rows: Sendable {
    private let count: Int
    private let next = Atomic(0)

    init(_ parameters: Parameters) { count = parameters.side }

    func claim() -> Int? {
      let row = next.add(1, ordering: .relaxed).oldValue
      return row < count ? row : nil
    }
  }

  static let name = "parallel-compute"
  static let title = "Computing in parallel"
  static let operation = "row"

  /// The time that a single task takes for all rows.
  static let serialNanoseconds = "serialNanoseconds"
  /// How many times faster the pool is than a single task.
  static let speedUpRatio = "speedUpRatio"

  static let metrics = [
    WorkloadMetric(serialNanoseconds, label: "The same code on one task", unit: .nanoseconds),
    WorkloadMetric(
      speedUpRatio, label: "Speed-up over one task", unit: .ratio, better: .higher),
  ]

  static let headlines = [speedUpRatio, "elapsedNanoseconds", "coresBusyRatio"]

  static func operations(_ parameters: Parameters) -> Int { parameters.side }

  /// Computed once for each size with plain serial code, because no formula counts the iterations
  /// of a pixel.
  static func answer(_ parameters: Parameters) -> Checksum {
    answers.withLock { answers in
      if let answer = answers[parameters.side] { return answer }
      let answer = renderedByOneTask(parameters).checksum
      answers[parameters.side] = answer
      return answer
    }
  }

  private static let answers = Mutex<[Int: Checksum]>([:])

  static func objection(to iteration: IterationReport, _ parameters: Parameters) -> String? {
    metrics.first { iteration.metrics[$0.name] == nil }.map { "it did not report \($0.name)" }
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: [Parameters(side: 64)]
    case .quick: [Parameters(side: 512)]
    case .standard, .full: [Parameters(side: 512), Parameters(side: 2_048)]
    }
  }

  /// Every iteration also renders the rows in one task before the region, so a process renders several
  /// images instead of starting again for each.
  static let effort = Effort(warmups: 1, iterations: 5)

  /// The time in nanoseconds that the calling task takes to render an image alone.
  static func timeOfOneTask(_ parameters: Parameters) -> UInt64 {
    let start = monotonicNanoseconds()
    let image = renderedByOneTask(parameters)
    let elapsed = monotonicNanoseconds() - start
    blackHole(image.checksum)
    return elapsed
  }

  /// Returns the answer; records time and speed-up in the stopwatch.
  static func report(
    _ image: Image, oneTask nanoseconds: UInt64, to stopwatch: inout Stopwatch
  ) -> Checksum {
    stopwatch.record(serialNanoseconds, Double(nanoseconds))
    if let elapsed = stopwatch.elapsedNanoseconds {
      stopwatch.record(speedUpRatio, Double(nanoseconds) / Double(elapsed))
    }
    return image.checksum
  }

  private static func renderedByOneTask(_ parameters: Parameters) -> Image {
    let image = Image(parameters)
    for row in 0..<parameters.side { image.render(row: row) }
    return image
  }
}
