import FoundationEssentials
import Testing
import WorkloadCatalog

@testable import parallax

struct TreeCheckTests {
  @Test func thisTreeHasNoProblem() throws {
    #expect(try TreeCheck(tree: SourceTree(from: ImportTests.root.path)).problems() == [])
  }

  @Test func folderMissingFromTheCatalogIsReportedWithItsLine() {
    let problems = TreeCheck.catalogProblems(
      folders: ["PingPong", "FetchURLs"], names: ["fetch-urls", "token-ring"])
    #expect(
      problems == [
        "Workloads/PingPong is not in the catalog. Add the line \"PingPongWorkload.workload,\" to "
          + "Sources/WorkloadCatalog/Catalog.swift and the folder to Package.swift.",
        "The catalog has \"token-ring\", but Workloads has no folder for it.",
      ])
  }
}
