import Outputs
import Platform

/// A helper shell that kills the running children if this process is killed.
///
/// A trial that outlived the tool would run during the next measurement. After SIGKILL we can no
/// longer kill it ourselves. Linux's parent-death signal would need every program to ask for it,
/// and it does not reach grandchildren. So the shell blocks on the read end of a pipe that is never
/// written to. The kernel closes the write end when this process ends for any reason, and the shell
/// then kills the process groups listed in a file, and every process that has one of the listed marks
/// in its environment, wherever it has gone (``TrialFamily``). One that was started with another
/// environment and has left the group escapes.
///
/// The groups are listed in a file, not sent through the pipe, because waking the shell for each
/// child costs the child 0.02 ms. A child with a mark is listed by it before it starts, and by its group
/// only at its first sample, because writing costs it time as well. A child without one that is started at
/// the moment of the kill, before it is listed, is missed.
final class OrphanReaper: Sendable {
  /// The shell's script.
  ///
  /// It continues in the background so that we have no child to reap; a background job has only the
  /// standard input that we give it. It ignores the signals that can be sent to a whole session,
  /// because it must be the last process of the session to exit. It looks for marks repeatedly, since a
  /// process can start another while it is killed.
  private static let script = """
    exec 3<&0 4<"$1" || exit
    (
      trap '' HUP INT TERM
      read -r silence <&3
      read -r groups <&4
      read -r marks <&4
      for group in $groups; do kill -KILL "-$group"; done
      for mark in $marks; do
        for pass in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
          files=$(grep -lsF -e "\(TrialFamily.variable)=$mark" /proc/[0-9]*/environ)
          [ "$files" ] || break
          for file in $files; do
            process=${file%/environ}
            kill -KILL "${process#/proc/}"
          done
        done
      done
    ) >/dev/null 2>&1 &
    """

  /// The list; its name has been removed.
  private let file: TemporaryItem
  /// The write end, which closes when this process ends.
  private let pipe: Descriptor

  /// Starts the shell.
  ///
  /// - Throws: `RunnerError.cannotStart`, or `RunnerError.cannotWatch` if it could not go to the
  ///   background.
  init() throws(RunnerError) {
    let file: TemporaryItem
    do { file = try TemporaryItem.file(in: TemporaryItem.commonFolder) } catch {
      throw .noTemporaryFile(reason: error.description)
    }
    self.file = file
    defer { file.removeName() }
    let shell: SpawnedChild
    do throws(SystemError) {
      shell = try SpawnedChild(
        "/bin/sh", ["-c", Self.script, "sh", file.path], pipesInput: true)
    } catch {
      throw .cannotStart(program: "/bin/sh", error)
    }
    var status: Int32 = 0
    while waitpid(shell.process, &status, 0) < 0 && errno == EINTR {}
    guard status == 0, let input = shell.input else {
      var errors = OutputPipe(shell.errors, keepingLast: 4_096)
      errors.read()
      throw .cannotWatch(standardError: errors.tail)
    }
    pipe = input
  }

  /// Records which groups are running and their marks; only the first two lines of the file count.
  ///
  /// If the write fails because the disk is full, a child is not watched; nothing else happens.
  func watch(_ groups: Set<pid_t>, marks: [String]) {
    let lines =
      groups.map { "\($0)" }.joined(separator: " ") + "\n" + marks.joined(separator: " ") + "\n"
    _ = lines.utf8CString.withUnsafeBytes {
      pwrite(file.descriptor, $0.baseAddress, $0.count - 1, 0)
    }
  }
}
