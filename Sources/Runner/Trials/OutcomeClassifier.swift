import BenchmarkModel
import FoundationEssentials
import Platform
import WorkloadKit

/// Classifies a finished trial and, only if it completed, extracts its measurements.
struct OutcomeClassifier {
  let planned: PlannedTrial
  let contract: CaseContract
  let child: ChildProcess
  /// The command line that repeats the trial.
  let repetition: String
  /// The command that builds its program.
  let remedy: String
  /// The memory and swap of the machine; nil if unknown.
  var machineBytes: Int?

  /// The trial as it is stored.
  ///
  /// - Parameters:
  ///   - beside: The fixture's report; nil if there was no fixture.
  ///   - conditions: What else the machine did while the process ran.
  func trial(
    startedAt: Date, result: ChildResult, beside: FixtureReport?, conditions: TrialConditions
  ) -> Trial {
    var trial = Trial(
      planned: planned,
      startedAt: startedAt,
      outcome: Outcome(.completed),
      standardError: result.standardError
    )
    if let outcome = outcome(of: result) {
      trial.outcome = outcome
      return trial
    }
    do {
      let transcript = try transcript(of: result)
      trial.runtimeVersion = transcript.closing?.runtimeVersion
      trial.outcome = outcome(of: transcript)
      if trial.outcome.kind == .completed, let objection = objection(to: result, beside: beside) {
        trial.outcome = objection
      }
      if trial.outcome.kind == .completed {
        trial.measurements = Self.measurements(
          transcript,
          warmups: planned.warmups,
          result: result,
          connections: beside?.connections,
          conditions: conditions)
        trial.latencies = latencies(transcript, beside: beside)
        if let missing = missingLatencies(in: trial, beside: beside) {
          trial.outcome = Outcome(
            .protocolError,
            detail: sentence("\(name) did not report \(missing), which is required."))
          (trial.measurements, trial.latencies) = ([], [])
        }
      }
    } catch {
      trial.outcome = Outcome(
        .protocolError,
        detail: sentence("The output of \(name) cannot be read. \(error)")
      )
    }
    return trial
  }

  /// The outcome of a process that did not exit cleanly; nil if it did.
  private func outcome(of result: ChildResult) -> Outcome? {
    let kind: Outcome.Kind
    let end: String
    switch result.ending {
    case .exited(code: 0):
      return nil
    case .exited(code: 64) where !contract.isWholeProcess:
      kind = .failed
      end = "did not accept its flags (exit code 64); rebuild its program with: \(remedy)"
    case .exited(let code):
      kind = overflowedStack(result) ? .stackOverflow : .failed
      end = "ended with exit code \(code)"
    case .crashed(let signal):
      kind = overflowedStack(result) ? .stackOverflow : .crashed
      end =
        "was ended by signal \(signal)"
        + (signal == 9 ? ", which the kernel also sends when memory runs out" : "")
    case .timedOut:
      kind = .timedOut
      end = "did not end within \(child.timeLimit.secondsText) and was killed"
    case .outOfMemory(let residentBytes):
      kind = .outOfMemory
      let cap = child.memoryCapBytes.map { " of \($0)" } ?? ""
      end = "held \(residentBytes) bytes, more than its cap\(cap), and was killed"
    case .tooMuchOutput:
      kind = .protocolError
      end = "printed more than \(child.outputLimitBytes) bytes and was killed"
    }
    return Outcome(kind, detail: sentence("\(name) \(end).\(errorText(result))"))
  }

  /// Whether the process appears to have overflowed its stack: it died from one of the signals that
  /// follow a touch of the guard page, or the Go runtime said so.
  private func overflowedStack(_ result: ChildResult) -> Bool {
    guard contract.mayOverflowStack else { return false }
    switch result.ending {
    case .crashed(let signal): return [SIGSEGV, SIGBUS, SIGABRT].contains(signal)
    case .exited: return result.standardError.contains("stack overflow")
    case .timedOut, .outOfMemory, .tooMuchOutput: return false
    }
  }

  private func transcript(of result: ChildResult) throws(RunnerError) -> TrialTranscript {
    if contract.isWholeProcess {
      return TrialTranscript(wholeProcess: result, answer: contract.answer())
    }
    let reader = TrialReader(
      metrics: contract.metrics,
      latencies: contract.latencies,
      iterations: planned.warmups + planned.iterations
    )
    let transcript = try reader.read(result.output)
    var leftNanoseconds = result.elapsedNanoseconds
    for iteration in transcript.iterations {
      guard iteration.elapsedNanoseconds <= leftNanoseconds else {
        throw .badTrialOutput(
          line: nil,
          text: nil,
          .longerThanProcess(processNanoseconds: result.elapsedNanoseconds)
        )
      }
      leftNanoseconds -= iteration.elapsedNanoseconds
    }
    try checkProcessorTime(of: transcript, result.usage)
    if let peak = transcript.closing?.peakResidentBytes,
      peak == 0 || machineBytes.map({ peak > UInt64($0) }) ?? false
    {
      let limit = machineBytes.map { " and at most \($0), what the machine has" } ?? ""
      throw .badTrialOutput(
        line: nil, text: nil,
        .badValue(key: "peakResidentBytes", expected: "above 0\(limit)"))
    }
    return transcript
  }

  /// Checks that all iterations used no more processor time than the process; the kernel's count may be
  /// coarser than a process's clock.
  private func checkProcessorTime(
    of transcript: TrialTranscript, _ usage: ResourceUsage
  ) throws(RunnerError) {
    let counted = usage.userNanoseconds + usage.systemNanoseconds
    var left = counted + counted / 4 + 100_000_000
    for used in transcript.iterations.compactMap(\.processorNanoseconds) {
      guard used <= left else {
        throw .badTrialOutput(
          line: nil, text: nil, .moreThanCounted(processorNanoseconds: counted))
      }
      left -= used
    }
  }

  /// Checks every answer, including those of warm-ups; a wrong answer outweighs a later refusal.
  private func outcome(of transcript: TrialTranscript) -> Outcome {
    let answer = contract.answer()
    for (index, iteration) in transcript.iterations.enumerated() where iteration.answer != answer {
      return Outcome(
        .wrongAnswer,
        detail: sentence(
          "Wrong answer from \(name): got \(iteration.answer), expected \(answer) "
            + "\(place(index)). No time was stored."
        )
      )
    }
    if let refusal = transcript.refusal {
      return Outcome(
        .refused,
        reached: refusal.reached,
        detail: sentence(
          "The system gave \(name) no more than \(refusal.reached): \(refusal.reason)."
        )
      )
    }
    for (index, iteration) in transcript.iterations.enumerated() {
      guard let objection = contract.objection(iteration) else { continue }
      return Outcome(
        .invalid,
        detail: sentence(
          "\(name) does not count: \(objection) \(place(index)). No time was stored."
        )
      )
    }
    return Outcome(.completed)
  }

  /// What a process that ended before its descendants did is not known to have timed.
  private func outcome(ofLeaving names: [String]) -> Outcome {
    let shown = Set(names).sorted().prefix(5).map(shortened).joined(separator: ", ")
    let (processes, end) =
      names.count == 1
      ? ("a process", "It was killed, and no time was stored, because it")
      : ("\(names.count) processes", "They were killed, and no time was stored, because they")
    return Outcome(
      .protocolError,
      detail: sentence(
        "\(name) left \(processes) running when it ended: \(shown). \(end) may have worked outside the "
          + "timed region. A program must wait for all that it starts."))
  }

  /// Why the numbers of a program that completed do not count; nil if they do.
  private func objection(to result: ChildResult, beside: FixtureReport?) -> Outcome? {
    if !result.leftRunning.isEmpty { return outcome(ofLeaving: result.leftRunning) }
    if let objection = beside?.objection {
      return Outcome(
        .invalid, detail: sentence("\(name) does not count: \(objection). No time was stored."))
    }
    // The dynamic linker starts a program without a library that it cannot load.
    guard let library = child.environment?[preloadVariable],
      result.standardError.contains("from \(preloadVariable) cannot be preloaded")
    else { return nil }
    return Outcome(
      .failed,
      detail: sentence(
        "\(name) ran without \(library), which could not be loaded, so no time was stored."
          + errorText(result)))
  }
}

extension OutcomeClassifier {
  private var name: String {
    let parameters = planned.case.parameterText
    return planned.case.implementation.id + (parameters.isEmpty ? "" : " with \(parameters)")
  }

  /// The iteration's number as stored: from 0, warm-ups first.
  private func place(_ iteration: Int) -> String {
    "(position \(planned.position) of the plan, "
      + (iteration < planned.warmups ? "warm-up " : "") + "iteration \(iteration))"
  }

  /// The first line of standard error: programs print the reason before usage and stack traces.
  private func errorText(_ result: ChildResult) -> String {
    let first = result.standardError.split(whereSeparator: \.isNewline).first ?? ""
    return first.isEmpty ? "" : " Its standard error: \"\(shortened(String(first)))\"."
  }

  private func sentence(_ text: String) -> String {
    Outcome.detail(text, repeatedBy: repetition)
  }
}
