import Analysis
import BenchmarkModel

/// One machine's part of a report: its results and the claims that they decide.
struct MachineView: Sendable {
  let input: ReportInput
  /// The folder of its pages from the root of the site; empty for the primary machine.
  let folder: String
  let views: [WorkloadView]
  /// The workloads whose versions another run measured, as that run shows them.
  let versionViews: [WorkloadView]
  let claims: [DecidedClaim]
  let advice: [DecidedAdvice]
  /// What the versions of each runtime changed.
  let versions: [VersionSeries]

  var results: [WorkloadResult] { views.map(\.result) }

  /// Those that pages are about, then those of other runs that only the page of versions is about.
  var allResults: [WorkloadResult] { results + versionViews.map(\.result) }

  /// The machine as its newest shown run describes it; nil without a run.
  var machine: Machine? {
    results.compactMap(\.workload.run).max { $0.startedAt < $1.startedAt }?.machine
  }

  /// The days of the shown runs, oldest first.
  var dates: [String] {
    Set(allResults.compactMap { $0.workload.run.map { dateText($0.startedAt) } }).sorted()
  }

  /// The commits that the shown runs measured, in twelve digits each.
  var commits: [String] {
    Set(allResults.compactMap { $0.workload.run?.commit.map { String($0.prefix(12)) } }).sorted()
  }

  init(_ input: ReportInput, folder: String) throws(ReportingError) {
    self.input = input
    self.folder = folder
    let all = try Self.views(of: input)
    views = Array(all.prefix(input.workloads.count))
    versionViews = Array(all.dropFirst(input.workloads.count))
    let results = views.map(\.result)
    claims = input.claims.concurrentMap { DecidedClaim($0, results) }
    advice = input.advice.concurrentMap { DecidedAdvice($0, among: results) }
    let others = versionViews.map(\.result)
    versions = [VersionSeries](
      results.map { one in others.first { $0.workload.name == one.workload.name } ?? one })
  }

  /// What another run measured of a workload's versions; nil if none did.
  func versionResult(of workload: String) -> WorkloadResult? {
    versionViews.first { $0.name == workload }?.result
  }

  /// The link from a workload's page to the page of versions; nil if one version of each runtime has a value.
  func versionsLink(from workload: String) -> Markup? {
    versions.contains { $0.result.workload.name == workload }
      ? .link("What other versions measure", to: "versions.md") : nil
  }

  private static func views(of input: ReportInput) throws(ReportingError) -> [WorkloadView] {
    let results: [WorkloadResult]
    do throws(AnalysisError) {
      results = try WorkloadResult.all(input.workloads + input.versions, besides: input.unshown)
    } catch { throw .analysis(error) }
    let views = results.concurrentMap { result in
      Result { () throws(ReportingError) in
        try WorkloadView(result, references: input.references)
      }
    }
    var made: [WorkloadView] = []
    for view in views { made.append(try view.get()) }
    return made
  }
}

/// The short names of the machines of a report, and where their pages are.
struct MachineNames: Sendable {
  /// The pages of one machine, as a table or a link names them.
  struct Entry: Sendable {
    var folder: String
    var name: String
  }

  let entries: [Entry]

  init(_ views: [MachineView]) {
    let names = views.map { view in
      view.machine.map { machine in
        "\(machine.cpuModel ?? machine.architecture), \(counted(machine.logicalCores, "core"))"
      } ?? "not measured"
    }
    entries = zip(views, names).enumerated().map { index, entry in
      let isShared = names.count { $0 == entry.1 } > 1
      return Entry(
        folder: entry.0.folder, name: isShared ? "\(entry.1) (\(index + 1))" : entry.1)
    }
  }

  /// What the first page of a machine says about the others; nil with one machine.
  func elsewhere(_ view: MachineView) -> IndexPage.Elsewhere? {
    guard entries.count > 1, let own = entries.first(where: { $0.folder == view.folder }) else {
      return nil
    }
    let root = view.folder.isEmpty ? "" : "../../"
    return IndexPage.Elsewhere(
      machine: own.name,
      links: entries.filter { $0.folder != view.folder }.map {
        .link($0.name, to: "\(root)\($0.folder)index.md")
      },
      comparison: .link("The machines compared", to: "\(root)machines.md"))
  }
}
