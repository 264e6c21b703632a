import FoundationEssentials
import Platform
import WorkloadKit

/// A child that has been started, with our ends of its pipes.
struct SpawnedChild {
  let process: pid_t
  /// The moment of its start: all that was prepared for it lies before.
  let startNanoseconds: UInt64
  /// The read end of its standard output; nil if that is `/dev/null`.
  let output: Descriptor?
  let errors: Descriptor
  /// The write end of its standard input; nil if its input is `/dev/null`.
  let input: Descriptor?

  /// Starts a program in a new process group, with pipes for standard output and error, default
  /// signal handling and none of our other descriptors.
  ///
  /// - Parameters:
  ///   - environment: All of its variables; nil for this process's with `LC_ALL=C`.
  ///   - cores: The number of cores that it may use; nil for those that this thread may use.
  ///   - discardsOutput: Whether its standard output is `/dev/null`.
  init(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil,
    cores: Int? = nil, pipesInput: Bool, discardsOutput: Bool = false
  ) throws(SystemError) {
    let output = try discardsOutput ? nil : PipeEnds()
    let errors = try PipeEnds()
    let input = pipesInput ? try PipeEnds() : nil
    output?.reading.setNonblocking()
    errors.reading.setNonblocking()

    var actions = SpawnActions()
    defer { actions.destroy() }
    if let input {
      actions.use(input.reading, as: 0)
    } else {
      actions.openNull(as: 0)
    }
    if let output {
      actions.use(output.writing, as: 1)
    } else {
      actions.openNull(as: 1)
    }
    actions.use(errors.writing, as: 2)
    actions.closeOthers()

    let variables = (environment ?? inheritedEnvironment).sorted { $0.key < $1.key }
      .map { "\($0.key)=\($0.value)" }
    let allowed = cores.flatMap { CoreSet.ofThisThread?.prefix($0) }
    var process = pid_t()
    var start: UInt64 = 0
    func spawn() -> Int32 {
      withSpawnAttributes { attributes in
        withCStrings([program] + arguments) { arguments in
          withCStrings(variables) { environment in
            start = monotonicNanoseconds()
            return posix_spawnp(
              &process, program, &actions.actions, &attributes, arguments, environment)
          }
        }
      }
    }
    let code = withExtendedLifetime((output, errors, input)) {
      // A new process starts with the cores of the thread that starts it.
      allowed.map { $0.around(spawn) } ?? spawn()
    }
    guard code == 0 else { throw SystemError(code: code) }
    self.process = process
    startNanoseconds = start
    self.output = output?.reading
    self.errors = errors.reading
    self.input = input?.writing
  }
}

/// This process's environment with `LC_ALL=C`, so that all programs print messages in one language.
let inheritedEnvironment: [String: String] = {
  var environment = ProcessInfo.processInfo.environment
  environment["LC_ALL"] = "C"
  return environment
}()

/// The descriptor changes that the child makes before the program starts.
private struct SpawnActions {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
  #else
    var actions = posix_spawn_file_actions_t()
  #endif

  init() { posix_spawn_file_actions_init(&actions) }

  mutating func destroy() { posix_spawn_file_actions_destroy(&actions) }

  mutating func use(_ descriptor: Descriptor, as standard: Int32) {
    posix_spawn_file_actions_adddup2(&actions, descriptor.number, standard)
  }

  mutating func openNull(as standard: Int32) {
    posix_spawn_file_actions_addopen(
      &actions, standard, "/dev/null", standard == 0 ? O_RDONLY : O_WRONLY, 0)
  }

  /// Where the C library lacks this call, this process's descriptors must be close-on-exec.
  mutating func closeOthers() {
    #if os(Linux)
      _ = OptionalCall.addCloseFrom?(&actions, 3)
    #endif
  }
}

#if canImport(Darwin)
  private typealias SpawnAttributes = posix_spawnattr_t?
#else
  private typealias SpawnAttributes = posix_spawnattr_t
#endif

/// Attributes that give the child its own process group and reset ignored and blocked signals.
private func withSpawnAttributes<Result>(_ body: (inout SpawnAttributes) -> Result) -> Result {
  #if canImport(Darwin)
    var attributes: posix_spawnattr_t?
    var flags = POSIX_SPAWN_CLOEXEC_DEFAULT
  #else
    var attributes = posix_spawnattr_t()
    var flags: Int32 = 0
  #endif
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  flags |= Int32(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
  posix_spawnattr_setflags(&attributes, Int16(flags))
  posix_spawnattr_setpgroup(&attributes, 0)
  var signals = sigset_t()
  sigemptyset(&signals)
  posix_spawnattr_setsigmask(&attributes, &signals)
  for signal in [SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGCHLD, SIGXFSZ] {
    sigaddset(&signals, signal)
  }
  posix_spawnattr_setsigdefault(&attributes, &signals)
  return body(&attributes)
}

/// Calls the body with a null-terminated array of C strings.
private func withCStrings<Result>(
  _ texts: [String],
  _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  let pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers)
}
