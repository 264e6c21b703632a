import BenchmarkModel
import FoundationEssentials
import Platform
import Runner
import Store

/// Keeps a finished trial that its database could not store, until `measure --resume` takes it in.
///
/// A spool is a small database with the run, this trial and no others, so `merge` reads it as well. It is
/// beside the database or, if nothing can be written there, in the folder for temporary files.
struct TrialSpool {
  let database: String
  let run: String
  /// The folder for temporary files.
  var temporaryFolder = FileManager.default.temporaryDirectory.path

  /// Where spools may be, in the order in which the places are tried.
  var places: [String] {
    let whole = canonicalPath(database) ?? database
    let short = run.prefix(8)
    let names = [
      "\(whole)-spool-\(short)",
      "\(temporaryFolder)/parallax-spool-\(sha256Hex(whole.utf8).prefix(12))-\(short)",
    ]
    return names.flatMap { name in [name] + (2...9).map { "\(name)-\($0)" } }
  }

  /// Writes a trial to the first place that can be written, and returns the path; nil when there is
  /// none.
  func keep(_ trial: Trial, of run: Run) -> String? {
    var run = run
    // The database has these of the run itself.
    (run.warnings, run.calibration, run.finishedAt) = ([], [:], nil)
    return places.first { path in
      // The file must be new: in a folder that others may write, the name could lead elsewhere.
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { return false }
      close(descriptor)
      do {
        let store = try MeasurementStore(path: path, access: .create)
        try store.begin(run, plan: [trial.planned], metrics: Metric.known)
        try store.record(trial, in: run.id)
        return true
      } catch {
        remove(path)
        return false
      }
    }
  }

  /// Stores the trials of all spools of the run and removes the spools.
  ///
  /// A spool that cannot be used is renamed and described on standard error.
  func takeIn(to store: MeasurementStore) throws {
    for path in places where FileKind(path) != nil {
      do {
        try takeIn(path, to: store)
      } catch let error as StoreError where error.isOf(store) {
        throw error
      } catch {
        setAside(path, error)
        continue
      }
      remove(path)
      writeError("The trial kept in \"\(path)\" is now stored in \"\(database)\".\n")
    }
  }

  private func takeIn(_ path: String, to store: MeasurementStore) throws {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid()
    else { throw CommandError.file(path: path, reason: "It is not a regular file of this user.") }
    let spool = try MeasurementStore(path: path, access: .readOnly)
    let runs = try spool.runs()
    let trials = try spool.trials(of: run)
    let plan = try store.plan(of: run)
    guard runs.map(\.id) == [run], trials.count == 1, plan.contains(trials[0].planned),
      try spool.sources().isEmpty
    else {
      throw CommandError.file(
        path: path, reason: "It is not what measure writes for one trial of run \(run).")
    }
    // Checks the file as strictly as one from another machine.
    try store.merge(from: [path])
  }

  private func setAside(_ path: String, _ error: any Error) {
    let kept = "\(path)-unusable"
    for ending in ["", "-wal", "-shm"] { rename(path + ending, kept + ending) }
    writeError(
      "\(error)\nThe trial in it is run again. The file is kept as \"\(kept)\"; remove it when it "
        + "is of no use.\n")
  }

  private func remove(_ path: String) {
    for ending in ["", "-wal", "-shm"] { unlink(path + ending) }
  }
}

extension StoreError {
  /// Whether a database itself cannot be read or written, rather than what is to be stored in it.
  fileprivate func isOf(_ store: MeasurementStore) -> Bool {
    if case .file(_, let path) = self { path == store.path } else { false }
  }
}
