import Analysis
import BenchmarkModel
import FoundationEssentials
import Statistics

/// What limits the report's answer: faults, disturbance, gaps, age, and what the trials do not decide.
struct Caveats {
  let results: [WorkloadResult]
  /// What other runs measured of versions.
  var versionResults: [WorkloadResult] = []
  /// The headline comparisons of the same results.
  let rankings: [HeadlineRanking]
  let claims: [DecidedClaim]
  let omissions: [RunOmission]
  /// The versions with which the programs are built now, by the runtime's identifier.
  var builtVersions: [String: String] = [:]

  /// The share of disturbed trials above which the first page says so.
  private static let toleratedDisturbedShare = 0.1
  /// How many days older than the newest run makes a number old.
  private static let toleratedDays = 30

  /// The caveats that apply, the most serious first.
  var sentences: [Sentence] {
    let machines = Markup.link("machines", to: "machines.md")
    let method = Markup.link("method", to: "method.md")
    let all: [(subject: String, text: String?, proof: Markup)] = [
      ("Faults", faulty, method), ("Disturbed", disturbed, machines),
      ("Debug builds", debug, machines), ("Smoke runs", smoke, machines),
      ("Incomplete", incomplete, machines),
      ("Old", old, machines), ("Older toolchain", outdated, machines),
      ("Changed since", changed, machines),
      ("Several versions", versions, machines), ("Machine updated", updated, machines),
      ("Newer, but not shown", newer, machines),
      ("Contradicted", contradicted, .link("claims", to: "claims.md")),
      ("Not measured", missing, method), ("Left out", leftOut, method),
      ("Single trials", single, method),
      ("Inconclusive", open, method),
    ]
    return all.compactMap { subject, text, proof in
      text.map { Sentence(subject: subject, text: "\($0).", proof: proof) }
    }
  }

  private var measured: [WorkloadResult] { results.filter { $0.workload.run != nil } }
  private var allMeasured: [WorkloadResult] { measured + versionResults }

  private var faulty: String? {
    let incidents = (results + versionResults).flatMap { $0.cases.flatMap(\.incidents) }.filter {
      $0.kind.isFault
    }
    guard !incidents.isEmpty else { return nil }
    let kinds = Outcome.Kind.allCases.compactMap { kind in
      let count = incidents.filter { $0.kind == kind }.reduce(0) { $0 + $1.count }
      return count == 0 ? nil : "\(counted(count, "trial")) with outcome “\(kind.label)”"
    }
    return "\(enumerated(kinds)); they enter no number"
  }

  private var disturbed: String? {
    let parts = [(measured, ""), (versionResults, " of versions")].compactMap {
      results, what -> String? in
      let tally = InterferenceTally(of: results)
      return tally.share.flatMap { share in
        share > Self.toleratedDisturbedShare
          ? "\(groupedText(tally.disturbedTrials)) of \(counted(tally.observedTrials, "trial"))\(what)"
          : nil
      }
    }
    guard !parts.isEmpty else { return nil }
    return "\(enumerated(parts)): "
      + "other work or the hypervisor took more than a twentieth of the processor time, so an order "
      + "below may come from that"
  }

  private var debug: String? {
    let found = allMeasured.filter { result in
      result.workload.run?.warnings.contains { $0.kind == .debugBuild } == true
    }
    guard !found.isEmpty else { return nil }
    return "the Swift programs of \(list(found)) are not optimized, so their times mean nothing"
  }

  private var smoke: String? {
    let found = allMeasured.filter { $0.workload.run?.preset == "smoke" }
    guard !found.isEmpty else { return nil }
    return "\(list(found)): the preset smoke shows that programs work, not how fast they are"
  }

  private var incomplete: String? {
    let found = allMeasured.filter { $0.workload.run?.finishedAt == nil }
    return found.isEmpty ? nil : "\(list(found)): planned trials of the run are missing"
  }

  private var old: String? {
    let starts = allMeasured.compactMap(\.workload.run?.startedAt)
    guard let newest = starts.max() else { return nil }
    let limit = newest.addingTimeInterval(-86_400 * Double(Self.toleratedDays))
    let found = allMeasured.filter { ($0.workload.run?.startedAt ?? newest) < limit }
    guard !found.isEmpty else { return nil }
    return "\(list(found)): measured more than \(Self.toleratedDays) days before the newest run"
  }

  private var changed: String? {
    let found = allMeasured.filter { result in
      result.listings.contains {
        if case .changed = $0.state { return true }
        return false
      }
    }
    return found.isEmpty
      ? nil : "source files of \(list(found)); the numbers are of the old files"
  }

  /// The runtimes whose programs are now built with a newer version than any that is shown.
  private var outdated: String? {
    var newest: [Runtime: String] = [:]
    for trial in measured.flatMap(\.workload.trials) where trial.outcome.kind == .completed {
      let runtime = trial.planned.case.implementation.runtime
      guard let version = trial.runtimeVersion.flatMap(VersionNumber.stated) else { continue }
      let other = newest[runtime] ?? version
      newest[runtime] = VersionNumber.precedes(other, version) ? version : other
    }
    let parts = newest.sorted { $0.key < $1.key }.compactMap { runtime, version -> String? in
      guard let built = builtVersions[runtime.id], VersionNumber.precedes(version, built) else {
        return nil
      }
      return "\(runtime.label) was measured in \(version), and is built with \(built) now"
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// The runtimes whose workloads were measured in more than one version.
  private var versions: String? {
    var stated: [Runtime: Set<String>] = [:]
    for trial in measured.flatMap(\.workload.trials) where trial.outcome.kind == .completed {
      // Other toolchains are measured on purpose, and have a page.
      guard trial.planned.case.implementation.toolchain == nil,
        let version = trial.runtimeVersion.map(Self.mainVersion)
      else { continue }
      stated[trial.planned.case.implementation.runtime, default: []].insert(version)
    }
    let parts = stated.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
      "\($0.key.label) in \(enumerated($0.value.sorted()))"
    }
    return parts.isEmpty ? nil : "\(parts.joined(separator: "; ")), depending on the workload"
  }

  /// The version of the runtime, without its libraries and build flags.
  private static func mainVersion(_ stated: String) -> String {
    let plain = stated.prefix { $0 != "," && $0 != "(" }
    return String(plain.reversed().drop { $0 == " " }.reversed())
  }

  /// The settings in which the runs differ although they are of one machine.
  private var updated: String? {
    let runs = measured.compactMap(\.workload.run)
    guard let newest = runs.max(by: { $0.startedAt < $1.startedAt }) else { return nil }
    var settings: [String] = []
    for change in runs.flatMap({ newest.machine.changes(since: $0.machine) })
    where !settings.contains(change.setting) {
      settings.append(change.setting)
    }
    return settings.isEmpty
      ? nil : "\(enumerated(settings)) changed between the runs; every ratio is of one run"
  }

  private var newer: String? { omissions.newerText }

  private var contradicted: String? {
    let count = claims.count { $0.claim.isOwn && $0.rules.contains { $0.verdict == .contradicted } }
    guard count > 0 else { return nil }
    return "\(counted(count, "sentence")) of this report's own text by the measurements here"
  }

  private var missing: String? {
    let gaps = results.filter { !$0.workload.isLeftOut }.compactMap { result -> String? in
      let absent = result.implementations.filter(result.isAbsent)
      guard !absent.isEmpty else { return nil }
      guard absent.count < result.implementations.count else { return result.workload.name }
      let variants = absent.count { $0.variant != nil }
      let names =
        absent.filter { $0.variant == nil }.map(\.label)
        + (variants > 0 ? [counted(variants, "variant")] : [])
      return "\(result.workload.name) in \(enumerated(names))"
    }
    return gaps.isEmpty ? nil : gaps.joined(separator: "; ")
  }

  private var single: String? {
    let found = results.filter { result in
      result.cases.contains { !$0.measured.isEmpty && $0.completedCount < 2 }
    }
    guard !found.isEmpty else { return nil }
    return "some cases of \(list(found)) have one trial, and so no interval and no order"
  }

  private var open: String? {
    let comparisons = rankings.map(\.comparisonsWithBest)
    let undecided = comparisons.map { $0.count { $0.verdict == .inconclusive } }
    guard undecided.contains(where: { $0 > 0 }) else { return nil }
    let found = zip(rankings, undecided).filter { $1 > 0 }.map(\.0.result)
    let all = counted(comparisons.joined().count, "comparison")
    return "\(groupedText(undecided.reduce(0, +))) of \(all) with the best runtime at the headline "
      + "sizes, of \(list(found))"
  }

  /// How many cases the budgets had no time for.
  private var leftOut: String? {
    let count = results.reduce(0) { $0 + $1.leftOutCount }
    guard count > 0 else { return nil }
    return "\(counted(count, "case")) for which the time budget was too small"
  }

  /// The workloads, or that they are all; what other runs measured of versions apart.
  private func list(_ found: [WorkloadResult]) -> String {
    let names = found.filter { !$0.workload.isOfVersions }.map(\.workload.name)
    let versions = Set(found.filter(\.workload.isOfVersions).map(\.workload.name)).sorted()
    let own =
      names.count == measured.count && names.count > 1
      ? "all \(names.count) workloads" : enumerated(names)
    let others =
      versions.count > 3 ? counted(versions.count, "workload") : enumerated(versions)
    return enumerated(
      (names.isEmpty ? [] : [own]) + (versions.isEmpty ? [] : ["the versions of \(others)"]))
  }
}
