import BenchmarkModel
import Runner

/// The progress and the closing line of `measure`.
struct MeasureProgress {
  private(set) var done = 0
  private(set) var total = 0
  private(set) var faults = 0
  private var line = ProgressLine()
  private var outcomes: [Outcome.Kind: Int] = [:]

  /// Shows an event.
  ///
  /// - Parameters:
  ///   - limit: The time after which no more trials are planned; nil for none.
  ///   - state: What is left to decide; nil to show how many trials are left.
  mutating func show(_ event: SchedulerEvent, limit: Duration?, state: String?) {
    switch event {
    case .started(let planned, let done, let total, let remaining):
      self.total = total
      // A plan that depends on the values lasts until it is decided or the time is over.
      let left = limit.map { state == nil ? min(remaining, max($0, .zero)) : max($0, .zero) }
      line.show(
        state.map { "\($0), \(shortDuration((left ?? remaining).seconds)) left  " }
          ?? "\(done)/\(total)  ", planned.case.description,
        state == nil ? "  \(shortDuration((left ?? remaining).seconds)) left" : "")
    case .finished(let trial, let done, let total, _):
      self.done = done
      self.total = total
      outcomes[trial.outcome.kind, default: 0] += 1
      guard trial.outcome.kind.isFault else { return }
      faults += 1
      line.clear()
      let detail = trial.outcome.detail ?? ""
      writeError(
        "\(trial.planned.case.description): \(trial.outcome.kind.label). "
          + "\(detail.visibleLine)\n")
    }
  }

  /// Clears the line.
  mutating func finish() { line.clear() }

  /// The outcomes of this session's trials, for example `12 completed, 2 refused`.
  var counts: String {
    let counts = Outcome.Kind.allCases.compactMap { kind in
      outcomes[kind].map { "\($0) \(kind.label)" }
    }
    return counts.isEmpty ? "no trials were left" : counts.joined(separator: ", ")
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
