import Analysis
import BenchmarkModel

/// One machine's part of a report: its results and the claims that they decide.
struct MachineView: Sendable {
  let input: ReportInput
  /// The folder of its pages from the root of the site; empty for the primary machine.
  let folder: String
  let views: [WorkloadView]
  /// The workloads whose versions other runs measured, as those runs show them.
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
    // The p-values of steps are adjusted for all of their run, shown or not, as in the database.
    let isOfVersions = { (unshown: WorkloadInput) in
      unshown.trials.contains { $0.planned.case.implementation.toolchain != nil }
    }
    let results: [WorkloadResult]
    do throws(AnalysisError) {
      results = try WorkloadResult.all(
        input.workloads + input.versions + input.unshown.filter(isOfVersions),
        besides: input.unshown.filter { !isOfVersions($0) })
    } catch { throw .analysis(error) }
    let shown = results.prefix(input.workloads.count + input.versions.count)
    let all = try Self.views(of: Array(shown), input)
    views = Array(all.prefix(input.workloads.count))
    versionViews = Array(all.dropFirst(input.workloads.count))
    let own = views.map(\.result)
    claims = input.claims.concurrentMap { DecidedClaim($0, own) }
    advice = input.advice.concurrentMap { DecidedAdvice($0, among: own) }
    let places = Set(shown.map(Self.place))
    let others: [String: Set<String>] = input.versions.reduce(into: [:]) {
      $0[$1.name, default: []].formUnion($1.versions?.runtimes ?? [])
    }
    versions = [VersionSeries](results).filter { series in
      let (workload, runtime) = (series.result.workload, series.runtime.id)
      guard places.contains(Self.place(of: series.result)) else { return false }
      let isElsewhere = others[workload.name]?.contains(runtime) == true
      return workload.versions.map { $0.runtimes.contains(runtime) } ?? !isElsewhere
    }
  }

  /// What tells the result of a workload from those of the same workload in other runs.
  private static func place(of result: WorkloadResult) -> [String?] {
    [result.workload.name, result.workload.run?.id]
  }

  /// What other runs measured of a workload's versions.
  func versionResults(of workload: String) -> [WorkloadResult] {
    versionViews.map(\.result).filter { $0.workload.name == workload }
  }

  /// The links from a workload's page to its numbers in other versions and builds, by runtime.
  func versionLinks(from workload: String) -> [Markup] {
    let own = versions.filter { $0.result.workload.name == workload && $0.isShown }
    return own.runtimesByReleases.compactMap { runtime in
      let series = own.filter { $0.runtime == runtime }
      let all = series.allVersions
      guard let first = series.first, let oldest = all.first, let newest = all.newest else {
        return nil
      }
      let text =
        series.contains(where: \.hasReleases)
        ? "\(oldest.name) to \(newest.name)"
        : enumerated(all.filter { $0.build != nil }.map(\.buildText))
      return .link(
        "\(runtime.label) \(text)", to: "\(first.pageName).md#\(headingAnchor(workload))")
    }
  }

  private static func views(
    of results: [WorkloadResult], _ input: ReportInput
  ) throws(ReportingError) -> [WorkloadView] {
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

/// A machine in the fewest words, for example `AMD EPYC 7763, 2 cores`.
func machineName(_ machine: Machine) -> String {
  "\(machine.cpuModel ?? machine.architecture), \(counted(machine.logicalCores, "core"))"
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
    let names = views.map { $0.machine.map(machineName) ?? "not measured" }
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
