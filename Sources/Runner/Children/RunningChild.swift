import Platform
import WorkloadKit

/// A child process from start to end.
///
/// Use it from one thread only.
///
/// It sleeps in `poll` on the process descriptor, so it wakes as soon as the child ends. It also
/// wakes every `samplingNanoseconds` to sample the child and read the pipes. It does not wake for
/// each line of output: that would take processor time from the child being measured.
final class RunningChild {
  /// One sample costs about 12 µs, so sampling takes a thousandth of a core.
  ///
  /// A child that ends sooner is never sampled and pays nothing.
  static let samplingNanoseconds: UInt64 = 10_000_000

  /// How long to wait for the end of a child that has closed its output.
  static let exitGraceNanoseconds: UInt64 = 1_000_000_000

  private let command: ChildProcess
  private let interruption: Interruption?
  /// The child's process ID, which is also the ID of its process group.
  let process: pid_t
  private let counters: EventCounters?
  private let startNanoseconds: UInt64
  private var output: OutputPipe
  private var errors: OutputPipe
  private var input: Descriptor?
  private var exit: Descriptor?
  private var sampler: StatusSampler?
  private let family: TrialFamily?
  /// What marks the environment of the child and its descendants; nil if it does not own them.
  private let mark: String?
  /// Whether the helper shell knows the child by its mark only, until the first sample.
  private var isListedLater: Bool
  private var familySampler: FamilySampler?
  private var leftRunning: [String] = []
  private var nextSample: UInt64
  private var peaks = StatusPeaks()
  private var violation: ChildResult.Ending?
  private var endNanoseconds: UInt64?
  private var isReaped = false

  /// Starts the program.
  ///
  /// - Parameter pipesInput: Whether its standard input stays open until `closeInput()`.
  init(
    _ command: ChildProcess,
    pipesInput: Bool = false,
    interruption: Interruption? = nil
  ) throws(RunnerError) {
    self.command = command
    self.interruption = interruption
    counters = command.countsEvents ? EventCounters() : nil
    var environment = command.environment
    mark = command.ownsDescendants ? TrialFamily.newMark() : nil
    if let mark {
      environment = environment ?? inheritedEnvironment
      environment?[TrialFamily.variable] = mark
      interruption?.announce(mark: mark)
    }
    let child: SpawnedChild
    do {
      child = try SpawnedChild(
        command.program, command.arguments, environment: environment, cores: command.cores,
        pipesInput: pipesInput, discardsOutput: command.discardsOutput)
    } catch {
      if let mark { interruption?.forget(mark: mark) }
      throw .cannotStart(program: command.program, error)
    }
    // From here on until it waits, this process takes time from the child: 30 µs of work made /bin/true 28 µs
    // slower on two cores.
    process = child.process
    startNanoseconds = child.startNanoseconds
    nextSample = startNanoseconds + Self.samplingNanoseconds
    family =
      command.ownsDescendants ? TrialFamily(of: child.process, interruption: interruption) : nil
    familySampler = family.map { FamilySampler(of: $0) }
    output = OutputPipe(child.output)
    errors = OutputPipe(child.errors, keepingLast: 4_096)
    input = child.input
    exit = Self.processDescriptor(of: child.process)
    isListedLater = mark != nil
    interruption?.enter(process, mark: mark, listsLater: isListedLater)
  }

  deinit {
    if !isReaped { _ = reap() }
  }

  /// Its standard output so far.
  var printed: [UInt8] { output.bytes }

  func closeInput() { input = nil }

  /// Waits until it has printed a whole line, has ended or the time is up, whichever comes first.
  func waitForLine(atMost limit: Duration) {
    let deadline = monotonicNanoseconds() + limit.nanoseconds
    serve(until: deadline, wakingOnOutput: true) { output.bytes.contains(UInt8(ascii: "\n")) }
  }

  /// Whether it is still running.
  ///
  /// A child's pipes close shortly before its end can be seen. So a child that has closed its
  /// output gets one second to end; other children are not waited for.
  func isRunning() -> Bool {
    output.read()
    if output.isClosed { serve(until: monotonicNanoseconds() + Self.exitGraceNanoseconds) }
    return endNanoseconds == nil && !hasEnded()
  }

  /// Waits for it to end within its time limit, counted from its start, and reaps it.
  func finish() -> ChildResult {
    finish(by: startNanoseconds + command.timeLimit.nanoseconds)
  }

  /// Waits for it to end within the limit, counted from now, and reaps it.
  func finish(atMost limit: Duration) -> ChildResult {
    finish(by: monotonicNanoseconds() + limit.nanoseconds)
  }

  private func finish(by deadline: UInt64) -> ChildResult {
    serve(until: deadline)
    if endNanoseconds == nil && violation == nil { violation = .timedOut }
    let (status, usage) = reap()
    output.read()
    errors.read()
    return ChildResult(
      ending: violation ?? Self.ending(status),
      output: output.bytes,
      standardError: errors.tail,
      usage: usage,
      events: counters?.counts() ?? [:],
      elapsedNanoseconds: (endNanoseconds ?? monotonicNanoseconds()) - startNanoseconds,
      peaks: peaks,
      leftRunning: leftRunning
    )
  }
}

extension RunningChild {
  /// Reads the pipes and samples the child until it has ended, the deadline has passed, a limit is
  /// exceeded or the condition holds.
  private func serve(
    until deadline: UInt64, wakingOnOutput: Bool = false, isDone: () -> Bool = { false }
  ) {
    while endNanoseconds == nil && violation == nil && !isDone() {
      let now = monotonicNanoseconds()
      guard now < deadline else { return }
      if now >= nextSample { sample(at: now) }
      waitForEvent(atMost: min(deadline, nextSample) - now, onOutput: wakingOnOutput)
      output.read()
      errors.read()
      if output.bytes.count > command.outputLimitBytes { violation = .tooMuchOutput }
    }
  }

  /// Sleeps until the child ends, a pipe has data (if `onOutput`) or the time is up.
  private func waitForEvent(atMost nanoseconds: UInt64, onOutput: Bool) {
    // Without a process descriptor, a closing pipe hints that the child is ending; then check.
    let isBlind = exit == nil
    var awaited = [exit?.number ?? -1]
    if onOutput || isBlind { awaited += [output.number, errors.number] }
    var events = awaited.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let isEnding = isBlind && (output.isClosed || errors.isClosed)
    let milliseconds = isEnding ? 1 : min(nanoseconds / 1_000_000 + 1, 1 << 30)
    poll(&events, nfds_t(events.count), Int32(milliseconds))
    if events[0].revents != 0 || (isBlind && hasEnded()) {
      endNanoseconds = monotonicNanoseconds()
    }
  }

  /// A descriptor that wakes `poll` when the child ends; nil if the system has none, and then the
  /// child is polled.
  private static func processDescriptor(of process: pid_t) -> Descriptor? {
    guard let open = OptionalCall.openProcessDescriptor else { return nil }
    do {
      return try Descriptor(open(process, 0))
    } catch {
      return nil
    }
  }

  /// Checks whether the child has ended, without reaping it.
  private func hasEnded() -> Bool {
    var information = siginfo_t()
    let code = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
    return code == 0 && information.si_signo == SIGCHLD
  }

  private func sample(at now: UInt64) {
    nextSample = now + Self.samplingNanoseconds
    if isListedLater {
      interruption?.list()
      isListedLater = false
    }
    if sampler == nil { sampler = StatusSampler(of: process) }
    guard let status = sampler?.sample() else { return }
    peaks.include(status)
    guard let cap = command.memoryCapBytes, let own = status.residentBytes else { return }
    var exceeding = own > cap ? own : nil
    if familySampler != nil {
      exceeding = familySampler?.bytes(of: process, own: own, above: cap, at: now)
    }
    if let exceeding { violation = .outOfMemory(residentBytes: exceeding) }
  }

  /// Kills the child and what is left of its process group and of its descendants, and collects its
  /// status and usage.
  private func reap() -> (status: Int32, usage: ResourceUsage) {
    if let family, endNanoseconds != nil, violation == nil { leftRunning = family.running() }
    kill(-process, SIGKILL)
    // It can have moved to another group.
    kill(process, SIGKILL)
    interruption?.leave(process)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 && errno == EINTR {}
    isReaped = true
    family?.end()
    // Only now, since this process may be killed before it has ended the others.
    if let mark { interruption?.forget(mark: mark) }
    return (status, ResourceUsage(usage))
  }

  /// The macros of `sys/wait.h`: the low seven bits are the signal, the next byte the exit code.
  private static func ending(_ status: Int32) -> ChildResult.Ending {
    let signal = status & 0x7f
    return signal == 0 ? .exited(code: status >> 8 & 0xff) : .crashed(signal: signal)
  }
}
