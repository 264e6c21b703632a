import BenchmarkModel
import FoundationEssentials
import Testing
import WorkloadCatalog

@testable import Runner
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

  @Test func aRuntimeIsOneFindingWithEachRemedyOnce() {
    func located(_ workload: String, _ status: LocatedImplementation.Status)
      -> LocatedImplementation
    {
      LocatedImplementation(
        implementation: Implementation(workload: workload, runtime: .go), style: nil,
        status: status, listingPaths: [], program: nil, remedy: "make peers")
    }
    var findings = Findings()
    findings.add(.go, [located("a", .ready), located("b", .ready)])
    findings.add(.go, [located("a", .notInstalled), located("b", .notInstalled)])
    findings.add(.go, [located("a", .ready), located("b", .notImplemented)])
    #expect(
      findings.all.map(\.found) == [
        "all 2 workloads implemented", "all 2 workloads implemented; 2 programs not built",
        "1 of 2 workloads implemented",
      ])
    #expect(
      findings.all.map(\.advice) == [nil, "Build what is missing with: make peers", nil])
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
