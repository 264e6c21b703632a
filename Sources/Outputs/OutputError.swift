import BenchmarkModel
package import Platform

/// Why an output was not written; nothing that was there before has changed.
package enum OutputError: Error, Equatable, Sendable {
  /// What may stand at a path, besides nothing at all.
  package enum Wanted: String, Sendable {
    case file, folder
  }

  /// Something stands there that is neither what the command writes nor a stream.
  case wrongKind(path: String, is: String, wanted: Wanted, option: String)
  /// A file has content that the command did not write.
  case foreign(path: String, option: String)
  /// There was nothing when the command began, and now there is.
  case appeared(path: String, option: String)
  /// A file in a folder has the path of one of ours, but we did not write it.
  case foreignFile(path: String, folder: String)
  /// A file of ours in a folder was changed since we wrote it.
  case changedFile(path: String, option: String)
  /// The command reads what it should replace or fill.
  case input(path: String, what: String, option: String)
  /// The folder for a new file is missing.
  case missingFolder(String, path: String)
  /// A path is outside its folder, or names the root of the file system.
  case unusablePath(String)
  /// The system refuses a step.
  case refused(path: String, action: String, reason: SystemError)
}

extension OutputError: CustomStringConvertible {
  /// What is wrong, where, and how to fix it.
  package var description: String {
    switch self {
    case .wrongKind(let path, let kind, let wanted, let option):
      "\"\(path)\" is \(kind), and \(option) needs a \(wanted.rawValue). Nothing was changed. Name "
        + "another with \(option)."
    case .foreign(let path, let option):
      "\"\(path)\" was not written by this command, so it was kept. Remove it, or name another with "
        + "\(option)."
    case .foreignFile(let path, let folder):
      "\"\(path)\" in \"\(folder)\" was not written by Parallax, so nothing was changed. Move it away, "
        + "or name another folder."
    case .changedFile(let path, let option):
      "\"\(path)\" was changed since Parallax wrote it, so nothing was changed. Move or remove it, or "
        + "name another folder with \(option)."
    case .appeared(let path, let option):
      "\"\(path)\" appeared while this command was running, so it was kept. Remove it, or name another "
        + "with \(option)."
    case .input(let path, let what, let option):
      "\"\(path)\" is \(what), which this command reads. Nothing was changed. Name another with "
        + "\(option)."
    case .missingFolder(let folder, let path):
      "\"\(path)\" cannot be written: there is no folder \"\(folder)\". Create it with: "
        + "mkdir -p \(shellWord(folder))"
    case .unusablePath(let path):
      "\"\(path)\" cannot be an output folder or a file in it. Use a folder below the root, and "
        + "relative file paths without \".\" and \"..\"."
    case .refused(let path, let action, let reason):
      "Cannot \(action) \"\(path)\": \(reason). What was there before is unchanged. "
        + Self.advice(on: reason)
    }
  }

  /// How to get past what the system refuses.
  private static func advice(on reason: SystemError) -> String {
    switch reason.code {
    case ENOSPC, EDQUOT: "Free some space, or name a place with more."
    case EFBIG: "Raise the limit on the size of files with ulimit -f, or name another place."
    case EMFILE, ENFILE: "Raise the limit on open files with ulimit -n, or close other programs."
    case EACCES, EPERM, EROFS: "Name a place that you can write to."
    case EXDEV, EBUSY:
      "Something is mounted inside the folder, and files cannot be moved into it. Unmount it, or name "
        + "another place."
    case ELOOP: "Its links lead in a circle. Name another place."
    case ENAMETOOLONG: "Use a shorter name."
    case EIO: "Check the disk, or name another place."
    default: "Name another place."
    }
  }
}
