import FoundationEssentials
import Platform

/// A child that has been started, with our ends of its pipes.
struct SpawnedChild {
  let process: pid_t
  let output: Descriptor
  let errors: Descriptor
  /// The write end of its standard input; nil if its input is `/dev/null`.
  let input: Descriptor?

  /// Starts a program in a new process group, with pipes for standard output and error, default
  /// signal handling and none of our other descriptors.
  init(_ program: String, _ arguments: [String], pipesInput: Bool) throws(SystemError) {
    let output = try PipeEnds()
    let errors = try PipeEnds()
    let input = pipesInput ? try PipeEnds() : nil

    var actions = SpawnActions()
    defer { actions.destroy() }
    if let input {
      actions.use(input.reading, as: 0)
    } else {
      actions.openNull(as: 0)
    }
    actions.use(output.writing, as: 1)
    actions.use(errors.writing, as: 2)
    actions.closeOthers()

    var process = pid_t()
    let code = withExtendedLifetime((output, errors, input)) {
      withSpawnAttributes { attributes in
        withCStrings([program] + arguments) { arguments in
          posix_spawnp(
            &process, program, &actions.actions, &attributes, arguments, childEnvironment)
        }
      }
    }
    guard code == 0 else { throw SystemError(code: code) }
    output.reading.setNonblocking()
    errors.reading.setNonblocking()
    self.process = process
    self.output = output.reading
    self.errors = errors.reading
    self.input = input?.writing
  }
}

/// This process's environment with `LC_ALL=C`, so that all programs print messages in one language.
///
/// Safe to share: it is written once, never freed, and read only by the kernel.
private nonisolated(unsafe) let childEnvironment: [UnsafeMutablePointer<CChar>?] = {
  var environment = ProcessInfo.processInfo.environment
  environment["LC_ALL"] = "C"
  return environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
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
    posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDONLY, 0)
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
