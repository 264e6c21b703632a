import BenchmarkModel
import FoundationEssentials
import Platform
import Testing

@testable import Store

/// What other programs do to a database while it is in use.
@Suite struct SpoiledFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What is written to a file without a name can be read by no one.
  @Test(arguments: [false, true], [false, true])
  func aFileThatWasRemovedOrReplacedIsNotWritten(isMoved: Bool, isReplaced: Bool) throws {
    let store = try folder.store()
    let plan = fixturePlan([fixtureCase()])
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    if isMoved {
      try FileManager.default.moveItem(atPath: store.path, toPath: folder.file("moved"))
    } else {
      try FileManager.default.removeItem(atPath: store.path)
    }
    if isReplaced { try folder.write("another file", to: "results.sqlite") }
    let replaced = StoreError.file(.replaced, path: store.path)
    #expect(throws: replaced) { try store.record(fixtureTrial(plan[0]), in: runID) }
    #expect(throws: replaced) {
      try store.importExternal(
        ExternalFile(path: "b", format: .goBench), importedAt: startedAt
      ) { sink in
        try sink.add([fixtureResult()])
        return sha256
      }
    }
    #expect(try store.pendingTrials(of: runID) == plan)
  }

  /// How another program can spoil a database that is in use.
  enum Spoiling: CaseIterable {
    case cutShort, cutInTheMiddle, overwritten, otherDatabase, journalCutShort, indexCutShort
  }

  private func spoil(_ how: Spoiling) throws {
    let path = folder.file()
    switch how {
    case .cutShort: truncate(path, 0)
    case .cutInTheMiddle: truncate(path, 40_000)
    case .overwritten: try Self.overwrite(path, with: Array("another file".utf8))
    case .otherDatabase:
      try folder.store("other.sqlite").backup(to: folder.file("copy.sqlite"))
      try Self.overwrite(path, with: fileBytes(folder.file("copy.sqlite")))
    case .journalCutShort: truncate(path + "-wal", 0)
    case .indexCutShort: truncate(path + "-shm", 0)
    }
  }

  /// Writes other bytes into the same file.
  private static func overwrite(_ path: String, with bytes: [UInt8]) throws {
    let descriptor = open(path, O_WRONLY | O_TRUNC)
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor)
  }

  @Test(arguments: Spoiling.allCases)
  func aFileThatWasSpoiledIsNotWritten(how: Spoiling) throws {
    let plan = fixturePlan((0..<200).map { fixtureCase(tasks: $0) })
    try folder.store().begin(fixtureRun(), plan: plan, metrics: Metric.common)
    let store = try folder.store()
    try store.record(fixtureTrial(plan[0]), in: runID)
    try spoil(how)
    #expect {
      try store.record(fixtureTrial(plan[1]), in: runID)
    } throws: { error in
      guard case StoreError.file(.overwritten, _) = error else { return false }
      return true
    }
  }

  @Test func aJournalThatWasRemovedIsNoticedAndItsContentIsSafe() throws {
    let plan = fixturePlan([fixtureCase(), fixtureCase(tasks: 5)])
    do {
      let store = try folder.store()
      try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
      try store.record(fixtureTrial(plan[0]), in: runID)
      try FileManager.default.removeItem(atPath: store.path + "-wal")
      #expect(throws: StoreError.file(.companionReplaced("-wal"), path: store.path)) {
        try store.record(fixtureTrial(plan[1]), in: runID)
      }
    }
    #expect(try folder.store().trials(of: runID) == [fixtureTrial(plan[0])])
  }

  @Test func whatOtherConnectionsWriteIsNoDamage() throws {
    let plan = fixturePlan([fixtureCase(), fixtureCase(tasks: 5), fixtureCase(tasks: 6)])
    let store = try folder.store()
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    let other = try folder.store()
    try other.begin(fixtureRun(otherRunID), plan: plan, metrics: Metric.common)
    try store.record(fixtureTrial(plan[0]), in: runID)
    try other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try store.record(fixtureTrial(plan[1]), in: runID)
    try other.remove(
      other.removable(RunChoice(ids: [otherRunID]), onlyLatencies: false), at: startedAt)
    try store.record(fixtureTrial(plan[2]), in: runID)
    #expect(try store.trials(of: runID).count == 3)
  }
}
