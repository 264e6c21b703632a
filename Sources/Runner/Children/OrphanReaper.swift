import FoundationEssentials
import Platform

/// A shell beside this process that ends the running children when this process is killed.
///
/// A trial that outlived the tool would run beside the next measurement. No signal of ours can end
/// it after SIGKILL, and the parent-death signal of Linux would have to be asked for by every
/// program and reaches no grandchild. So the shell sleeps on the reading end of a pipe that nobody
/// writes to: the kernel closes the other end when this process ends, whatever ended it, and then
/// the shell kills the process groups that a file lists.
///
/// The groups are written to a file and not to the pipe, since a shell that wakes for each child
/// costs the child 0.02 ms. A child started in the very moment of the kill, before it is listed, is
/// missed.
final class OrphanReaper: Sendable {
  /// What the shell does.
  ///
  /// It goes on in the background, so that it is no child of ours to be reaped; a background job has
  /// no standard input but the one given to it. The signals are those that can reach all of a
  /// session, of which this one must be the last to go.
  private static let script = """
    exec 3<&0 4<"$1" || exit
    (
      trap '' HUP INT TERM
      read -r silence <&3
      read -r groups <&4
      for group in $groups; do kill -KILL "-$group"; done
    ) >/dev/null 2>&1 &
    """

  /// The list, which has no name any more.
  private let file: Descriptor
  /// The end that closes with this process.
  private let pipe: Descriptor

  /// Starts the shell.
  ///
  /// - Throws: `RunnerError.cannotStart`.
  init() throws(RunnerError) {
    do throws(SystemError) {
      let name = "parallax-\(UUID().uuidString)"
      let path = FileManager.default.temporaryDirectory.appending(path: name).path
      file = try Descriptor(open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600))
      defer { unlink(path) }
      let shell = try SpawnedChild("/bin/sh", ["-c", Self.script, "sh", path], pipesInput: true)
      var status: Int32 = 0
      while waitpid(shell.process, &status, 0) < 0 && errno == EINTR {}
      guard status == 0, let input = shell.input else { throw SystemError(code: ECHILD) }
      pipe = input
    } catch {
      throw .cannotStart(program: "/bin/sh", error)
    }
  }

  /// Notes which groups run now; the first line of the file counts.
  ///
  /// Should it not be written, for want of room, a child is merely not watched.
  func watch(_ groups: Set<pid_t>) {
    let line = groups.map { "\($0)" }.joined(separator: " ") + "\n"
    _ = line.utf8CString.withUnsafeBytes { pwrite(file.number, $0.baseAddress, $0.count - 1, 0) }
  }
}
