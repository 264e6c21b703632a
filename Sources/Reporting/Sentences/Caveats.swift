import Analysis
import BenchmarkModel
import FoundationEssentials
import Statistics

/// What limits the report's answer: faults, disturbance, gaps, age, and what the trials do not decide.
struct Caveats {
  let results: [WorkloadResult]
  /// The headline comparisons of the same results.
  let rankings: [HeadlineRanking]
  let claims: [DecidedClaim]
  let omissions: [RunOmission]
  /// The versions with which the programs are built now, by the runtime's identifier.
  var builtVersions: [String: String] = [:]

  /// The share of disturbed trials above which the first page says so.
  private static let toleratedDisturbedShare = 0.1
  /// The number of trials up to which intervals are wide.
  private static let fewTrials = 3
  /// How many days older than the newest run makes a number old.
  private static let toleratedDays = 30

  /// The caveats that apply, the most serious first.
  var sentences: [Sentence] {
    let machines = Markup.link("machines", to: "machines.md")
    let method = Markup.link("method", to: "method.md")
    let all: [(subject: String, text: String?, proof: Markup)] = [
      ("Faults", faulty, method), ("Disturbed", disturbed, machines), ("Noisy", noisy, machines),
      ("Debug builds", debug, machines), ("Smoke runs", smoke, machines),
      ("Incomplete", incomplete, machines),
      ("Old", old, machines), ("Older toolchain", outdated, machines),
      ("Changed since", changed, machines),
      ("Several versions", versions, machines), ("Machine updated", updated, machines),
      ("Newer, but not shown", newer, machines),
      ("Contradicted", contradicted, .link("claims", to: "claims.md")),
      ("Not measured", missing, method), ("Left out", leftOut, method),
      ("Single trials", single, method), ("Few trials", few, method),
      ("Inconclusive", open, method),
    ]
    return all.compactMap { subject, text, proof in
      text.map { Sentence(subject: subject, text: "\($0).", proof: proof) }
    }
  }

  private var measured: [WorkloadResult] { results.filter { $0.workload.run != nil } }

  private var faulty: String? {
    let incidents = results.flatMap { $0.cases.flatMap(\.incidents) }.filter { $0.kind.isFault }
    guard !incidents.isEmpty else { return nil }
    let kinds = Outcome.Kind.allCases.compactMap { kind in
      let count = incidents.filter { $0.kind == kind }.reduce(0) { $0 + $1.count }
      return count == 0 ? nil : "\(counted(count, "trial")) with outcome “\(kind.label)”"
    }
    return "\(enumerated(kinds)); they enter no number"
  }

  /// The workloads that were disturbed too often, most first, or how often all of them were.
  private var disturbed: String? {
    let shares = measured.compactMap { result -> (name: String, share: Double)? in
      guard let share = InterferenceTally(of: [result]).share,
        share > Self.toleratedDisturbedShare
      else { return nil }
      return (result.workload.name, share)
    }.sorted { $0.share > $1.share }
    guard !shares.isEmpty else { return nil }
    let all = InterferenceTally(of: measured)
    let parts = shares.enumerated().map { index, one in
      "\(numberText(one.share * 100)) % of \(index == 0 ? "the trials of " : "")\(one.name)"
    }
    let subject =
      shares.count == measured.count
      ? "\(groupedText(all.disturbedTrials)) of \(counted(all.observedTrials, "trial"))"
      : enumerated(parts)
    return
      "\(subject): other work or the hypervisor took more than a twentieth of the processor time, so "
      + "an order may come from that"
  }

  private var noisy: String? {
    let names = self.names(with: [.noisyMachine, .busyMachine])
    return names.isEmpty ? nil : "other work used the cores just before the run of \(list(names))"
  }

  /// The workloads whose run has a warning of one of these kinds.
  private func names(with kinds: Set<RunWarning.Kind>) -> [String] {
    measured.filter { result in
      result.workload.run?.warnings.contains { kinds.contains($0.kind) } == true
    }.map(\.workload.name)
  }

  private var debug: String? {
    let names = self.names(with: [.debugBuild])
    guard !names.isEmpty else { return nil }
    return "the Swift programs of \(list(names)) are not optimized, so their times mean nothing"
  }

  private var smoke: String? {
    let names = measured.filter { $0.workload.run?.preset == "smoke" }.map(\.workload.name)
    guard !names.isEmpty else { return nil }
    return "\(list(names)): the preset smoke shows that programs work, not how fast they are"
  }

  private var incomplete: String? {
    let names = measured.filter { $0.workload.run?.finishedAt == nil }.map(\.workload.name)
    return names.isEmpty ? nil : "\(list(names)): planned trials of the run are missing"
  }

  private var old: String? {
    let starts = measured.compactMap(\.workload.run?.startedAt)
    guard let newest = starts.max() else { return nil }
    let limit = newest.addingTimeInterval(-86_400 * Double(Self.toleratedDays))
    let names = measured.filter { ($0.workload.run?.startedAt ?? newest) < limit }
      .map(\.workload.name)
    guard !names.isEmpty else { return nil }
    return "\(list(names)): measured more than \(Self.toleratedDays) days before the newest run"
  }

  private var changed: String? {
    let names = measured.filter { result in
      result.listings.contains {
        if case .changed = $0.state { return true }
        return false
      }
    }.map(\.workload.name)
    return names.isEmpty ? nil : "source files of \(list(names)); the numbers are of the old files"
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
    let sentences = claims.filter(\.isWrongHere).map { "“\($0.claim.sentence)”" }
    guard !sentences.isEmpty else { return nil }
    return
      "\(counted(sentences.count, "sentence")) of this report's text by the measurements here: "
      + sentences.joined(separator: "; ")
  }

  private var missing: String? {
    let gaps = results.filter { !$0.workload.isLeftOut }.compactMap { result -> String? in
      let absent = result.implementations.filter(result.isAbsent)
      guard absent.count < result.implementations.count else { return result.workload.name }
      // The page of a workload names its variants, which no first look needs.
      let names = absent.filter { $0.variant == nil }.map(\.label)
      return names.isEmpty ? nil : "\(result.workload.name) in \(enumerated(names))"
    }
    return gaps.isEmpty ? nil : gaps.joined(separator: "; ")
  }

  private var single: String? {
    let names = results.filter { result in
      result.cases.contains { !$0.measured.isEmpty && $0.completedCount < 2 }
    }.map(\.workload.name)
    guard !names.isEmpty else { return nil }
    return "some cases of \(list(names)) have one trial, and so no interval and no order"
  }

  private var few: String? {
    let count = rankings.count { (2...Self.fewTrials).contains($0.order.minimumTrialCount) }
    guard count > 0 else { return nil }
    return "at most \(Self.fewTrials) per case in \(groupedText(count)) of "
      + "\(counted(rankings.count, "workload")), so intervals are wide"
  }

  private var open: String? {
    let comparisons = rankings.map(\.comparisonsWithBest)
    let undecided = comparisons.map { $0.count { $0.verdict == .inconclusive } }
    guard undecided.contains(where: { $0 > 0 }) else { return nil }
    let names = zip(rankings, undecided).filter { $1 > 0 }.map(\.0.result.workload.name)
    let all = counted(comparisons.joined().count, "comparison")
    return "\(groupedText(undecided.reduce(0, +))) of \(all) with the best runtime at the headline "
      + "sizes, of \(list(names))"
  }

  /// How many cases the budgets had no time for.
  private var leftOut: String? {
    let count = results.reduce(0) { $0 + $1.leftOutCount }
    guard count > 0 else { return nil }
    return "\(counted(count, "case")) for which the time budget was too small"
  }

  /// The workloads, or that they are all.
  private func list(_ names: [String]) -> String {
    names.count == measured.count && names.count > 1
      ? "all \(names.count) workloads" : enumerated(names)
  }
}

extension DecidedClaim {
  /// Whether it is a sentence of this report that the measurements contradict.
  var isWrongHere: Bool { claim.isOwn && rules.contains { $0.verdict == .contradicted } }
}
