import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

struct ReportTests {
  /// Two workloads, one of them not measured; three runtimes, one of them refused at the larger
  /// size; one published number; one listing that has changed.
  static func smallInput() -> ReportInput {
    let six = { (value: Double) in (0..<6).map { value + Double($0) * value / 1_000 } }
    let sizes = [tasks(1), tasks(100_000)]
    let refusal = Outcome(.refused, reached: 32_714, detail: "starting a thread: no more")
    var sleeping = fixtureWorkload(
      trials(.swiftAsync, sizes[0], six(4.6e6)) + trials(.swiftAsync, sizes[1], six(232e6))
        + trials(.go, sizes[0], six(3.4e6)) + trials(.go, sizes[1], six(269e6))
        + trials(.swiftThreads, sizes[0], six(4.1e6))
        + incidents(.swiftThreads, sizes[1], refusal, count: 6),
      run: fixtureRun(
        listings: [
          Listing(implementation: .sleeping(.go), path: "W/go/main.go", sha256: "recorded digest")
        ],
        warnings: [RunWarning(.busyMachine, "The load average was 3.4 on 2 cores.")]),
      listings: [
        SourceListing(
          implementation: .sleeping(.go), path: "W/go/main.go", text: "package main\n",
          sha256: "present digest")
      ])
    for size in sizes { sleeping.terms[size]?.floorNanoseconds = 2_000_000_000 }
    var fetching = fixtureWorkload(name: "fetch-urls")
    fetching.title = "Fetching URLs at once"
    return ReportInput(
      toolVersion: "0.1.0", workloads: [sleeping, fetching],
      references: [fixtureReference(note: "A note.")], sources: [fixtureSource()],
      queries: [
        CannedQuery(
          name: "summary", title: "Summary", question: "What are the medians?",
          parameters: [
            CannedQuery.Parameter(
              name: "run", type: .run, defaultValue: "latest", meaning: "the run"),
            CannedQuery.Parameter(
              name: "metric", type: .text, defaultValue: nil, meaning: "the metric"),
          ],
          units: ["median": "ns"], sql: "SELECT 1;",
          result: CannedQuery.Result(
            columns: ["runtime", "median (ns)"], rows: [["go", "4.5"]], isNumber: [false, true]))
      ],
      downloads: [
        Download(path: "results.sqlite", summary: "The database.", byteCount: 1_234_567)
      ], notes: ["7c1f0f36-8d57-4b4e-9d55-0f7d2cf0a9e1": ["With the new allocator."]])
  }

  @Test(arguments: [
    "index", "sleeping-tasks", "fetch-urls", "benchmarks", "sources", "method", "machines", "data",
    "sleeping-tasks-proof", "swift-async-and-go",
  ])
  func pageIsAsRecorded(name: String) throws {
    let page = try #require(try Report(Self.smallInput()).page(name))
    try expectGolden(page.lines.joined(separator: "\n") + "\n", "\(name).txt")
  }

  @Test func pagesComeInTheOrderOfTheMenu() throws {
    let report = try Report(Self.smallInput())
    #expect(
      report.pages.map(\.name) == [
        "index", "sleeping-tasks", "fetch-urls", "swift-threads-and-swift-async",
        "swift-threads-and-go", "swift-async-and-go", "benchmarks", "sources", "method",
        "machines", "data", "sleeping-tasks-proof",
      ])
    #expect(report.pages.allSatisfy { ($0.menuTitle != nil) == $0.isIndexed })
    #expect(report.page("sleeping-tasks-proof")?.isIndexed == false)
    #expect(report.stamp == "From measurements of 2023-11-14.")
  }

  @Test func sameInputGivesTheSameReportInAnyOrderOfTrials() throws {
    var input = Self.smallInput()
    let lines = try Report(input).pages.flatMap(\.lines)
    #expect(try Report(input).pages.flatMap(\.lines) == lines)
    input.workloads[0].trials.reverse()
    #expect(try Report(input).pages.flatMap(\.lines) == lines)
  }

  @Test func chartsAreNamedOnceInTheReport() throws {
    let names = try Report(Self.smallInput()).pages.flatMap(\.charts).map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.contains("sleeping-tasks-peak-resident-bytes-by-size"))
  }

  @Test func tablesAreRectangular() throws {
    for page in try Report(Self.smallInput()).pages {
      for table in tables(in: page.context) {
        #expect(table.rows.allSatisfy { $0.cells.count == table.header.count }, "\(page.name)")
      }
      for chart in page.charts {
        #expect(chart.table.rows.allSatisfy { $0.count == chart.table.header.count })
      }
    }
  }

  private func tables(in context: Any) -> [Table] {
    if let table = context as? Table { return [table] }
    return Mirror(reflecting: context).children.flatMap { tables(in: $0.value) }
  }

  @Test func emptyInputGivesAllPages() throws {
    let report = try Report(ReportInput(toolVersion: "0.1.0", workloads: []))
    #expect(
      report.pages.map(\.name)
        == ["index", "benchmarks", "sources", "method", "machines", "data"])
    #expect(report.stamp == "Nothing has been measured yet.")
  }

  private static func mapped(
    _ runtime: Runtime, count: Int = 3, median: Double? = 3.5e6, mean: Double? = nil,
    unit: Metric.Unit? = .nanoseconds, metric: String? = "peakResidentBytes"
  ) -> MappedResult {
    MappedResult(
      file: "/home/someone/b.txt", format: .goBench, name: "BenchmarkSleep-8", metric: "ns/op",
      unit: unit,
      match: ExternalMatch(Case(.sleeping(runtime), tasks(1)), metric: metric), count: count,
      median: median, printedMean: mean)
  }

  @Test func resultsOfOtherToolsStandBesideTheMeasuredNumbers() throws {
    var input = Self.smallInput()
    input.mapped = [
      Self.mapped(.go), Self.mapped(.swiftAsync, count: 0, median: nil, mean: 4e6, metric: nil),
      Self.mapped(.tokio, count: 0, median: nil, unit: nil),
    ]
    let page = try #require(try Report(input).page("sleeping-tasks"))
    let table = try #require((page.context as? WorkloadPage)?.mapped)
    let texts = table.rows.map { $0.cells.map { $0.text ?? "link" } }
    #expect(texts.map { $0[0] } == ["Swift async/await", "Go", "Tokio (Rust)"])
    #expect(texts.map { $0[2] } == Array(repeating: "go-bench, b.txt", count: 3))
    #expect(
      texts.map { Array($0[5...]) } == [
        ["0", "4.00 ms (mean)", "–"], ["3", "3.50 ms", "link"], ["0", "–", "–"],
      ])
    guard case .link(_, let address) = table.rows[1].cells.last?.markup else {
      Issue.record("The number has no link.")
      return
    }
    #expect(page.shownNumbers.contains(address))
    #expect(try Report(input).page("fetch-urls")?.lines.contains { $0.contains("b.txt") } == false)
  }

  @Test func onlySoManyResultsOfOtherToolsAreOnAPage() throws {
    var input = Self.smallInput()
    input.mapped = Array(repeating: Self.mapped(.go), count: 101)
    let page = try #require(try Report(input).page("sleeping-tasks"))
    let table = try #require((page.context as? WorkloadPage)?.mapped)
    #expect(table.rows.count == 100)
    #expect(table.notes == ["The database has 1 further result."])
  }

  @Test func workloadThatStandsTwiceIsAnError() {
    let input = ReportInput(
      toolVersion: "0.1.0", workloads: [fixtureWorkload(), fixtureWorkload()])
    #expect(throws: ReportingError.duplicateWorkload("sleeping-tasks")) { try Report(input) }
  }

  @Test func publishedNumberWithoutItsSourceIsAnError() {
    let input = ReportInput(
      toolVersion: "0.1.0", workloads: [], references: [fixtureReference()])
    #expect(
      throws: ReportingError.unknownSource("writer-2024", reference: "writer-go-100k")
    ) {
      try Report(input)
    }
  }
}

struct HostileTextTests {
  private static let hostile =
    "<script>alert(1)</script> | ```\n# [x](javascript:alert(1)) <img src=x onerror=alert(1)>"

  /// Everything that comes from files, databases and programs, made hostile.
  private static func input() -> ReportInput {
    var input = ReportTests.smallInput()
    input.sources[0].title = hostile
    input.sources[0].author = hostile
    input.sources[0].url = "javascript:alert(1)"
    input.references[0].runtimeVersion = hostile
    input.mapped = [
      MappedResult(
        file: hostile, format: .goBench, name: hostile, metric: hostile, unit: nil,
        match: ExternalMatch(Case(.sleeping(.go), tasks(1)), metric: hostile), count: 1,
        median: 1e300, printedMean: nil)
    ]
    input.references[0].provenance.note = hostile
    input.references[0].contract = .similar(difference: hostile)
    input.workloads[0].trials += incidents(
      .tokio, tasks(1), Outcome(.crashed, detail: hostile))
    input.workloads[0].trials += incidents(.go, tasks(1), Outcome(.failed, detail: hostile))
    input.workloads[0].run?.machine.cpuModel = hostile
    input.workloads[0].run?.machine.facts = [hostile: hostile]
    input.workloads[0].run?.warnings = [RunWarning(.dirtyTree, hostile)]
    input.workloads[0].run?.toolchains = [Toolchain(name: hostile, version: hostile)]
    for index in input.workloads[0].trials.indices {
      input.workloads[0].trials[index].runtimeVersion = hostile
    }
    return input
  }

  /// Text stays text, whole and unescaped, for the renderer to escape once; the only markup that it
  /// may be in is the text of a link or code, never a link's address of ours or a listing.
  @Test func hostileTextIsHandedOverAsText() throws {
    var found = 0
    for page in try Report(Self.input()).pages {
      for leaf in Leaf.all(in: page.context) {
        switch leaf.value {
        case .text(let text): found += text.contains(Self.hostile) ? 1 : 0
        case .flag, .markup(.code): break
        case .markup(.listing(let text, _)): #expect(!text.contains("alert"), "\(leaf.path)")
        case .markup(.link(let text, let address)):
          found += text.contains(Self.hostile) ? 1 : 0
          #expect(!address.contains("<") && !address.contains(" "), "\(leaf.path)")
        }
      }
    }
    #expect(found > 10)
  }

  @Test func addressOfASourceGoesOnlyIntoALink() throws {
    let leaves = try Report(Self.input()).pages.flatMap { Leaf.all(in: $0.context) }
    let carriers = leaves.map(\.line).filter { $0.contains("javascript:") && !$0.contains("[x]") }
    #expect(carriers.isEmpty)
    let titles = leaves.filter { $0.path.hasSuffix(".title") }.map(\.value)
    #expect(titles.contains(.markup(.link(Self.hostile, to: "javascript:alert(1)"))))
  }

  @Test func quotesInARunsIdentifierStayInTheStatement() throws {
    var input = ReportTests.smallInput()
    input.workloads[0].run?.id = "x' OR '1'='1"
    let leaves = try Report(input).pages.flatMap { Leaf.all(in: $0.context) }
    let queries = leaves.filter { $0.path == "query" }
    #expect(!queries.isEmpty)
    #expect(queries.allSatisfy { $0.line.contains("uuid = 'x'' OR ''1''=''1' AND") })
  }
}
