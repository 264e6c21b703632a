import BenchmarkModel
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

  @Test func aVariantMayNotHaveTheNameOfTheDefaultOne() {
    let implementations = [nil, "blocking", "default"].map {
      Implementation(workload: "ping-pong", runtime: .go, variant: $0)
    }
    #expect(
      TreeCheck.variantProblems(of: implementations) == [
        "ping-pong/go:default has the name that the database gives the default variant. "
          + "Rename the variant."
      ])
  }
}
