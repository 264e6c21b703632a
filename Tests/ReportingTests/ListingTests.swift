import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

struct ListingTests {
  private let present = SourceListing(
    implementation: .sleeping(.go), path: "Workloads/SleepingTasks/go/main.go",
    text: "package main\n\nimport \"fmt\"\n\nfunc main() {}\n",
    sha256: String(repeating: "a", count: 64))

  private func view(recorded sha256: String?) throws -> ListingView {
    let listings = sha256.map {
      [Listing(implementation: present.implementation, path: present.path, sha256: $0)]
    }
    let workload = fixtureWorkload(
      trials(.go, tasks(1), [1]), run: fixtureRun(listings: listings ?? []), listings: [present])
    return try #require(ListingView.all(WorkloadResult(workload)).first)
  }

  @Test func unchangedFileIsTheOneThatWasMeasured() throws {
    let view = try view(recorded: present.sha256)
    #expect(view.state == nil)
    #expect(!view.isStale)
    #expect(view.length == "5 lines (3 code), 10 tokens, 4 distinct words, 1 import")
    #expect(view.digest == .code("aaaaaaaaaaaa"))
    #expect(view.source == .listing(present.text, language: "go"))
  }

  @Test func changedFileIsStaleAndNamesTheDigestThatWasMeasured() throws {
    let view = try view(recorded: String(repeating: "b", count: 64))
    #expect(view.isStale)
    #expect(
      view.state
        == "Changed since it was measured: the numbers are of the file with digest bbbbbbbbbbbb."
    )
  }

  @Test func fileThatTheRunDidNotRecordIsNotCalledMeasured() throws {
    let view = try view(recorded: nil)
    #expect(view.state == "The run did not record this file.")
    #expect(!view.isStale)
  }

  @Test func withoutARunNothingIsMeasured() throws {
    let result = try WorkloadResult(fixtureWorkload(listings: [present]))
    #expect(ListingView.all(result).map(\.state) == ["Not measured yet."])
    #expect(
      ListingView.missing(result)
        == "Not implemented: Swift threads, Swift Dispatch, Swift async/await and Tokio (Rust).")
  }

  @Test func summaryCountsChangedFiles() throws {
    var changed = present
    changed.implementation = .sleeping(.tokio)
    changed.path = "Workloads/SleepingTasks/tokio/src/main.rs"
    let run = fixtureRun(listings: [
      Listing(
        implementation: present.implementation, path: present.path, sha256: present.sha256),
      Listing(implementation: changed.implementation, path: changed.path, sha256: "c"),
    ])
    let workload = fixtureWorkload(
      trials(.go, tasks(1), [1]), run: run, listings: [present, changed])
    #expect(
      try ListingView.summary(WorkloadResult(workload)) == "1 of 2 as measured, 1 changed since")
  }
}
