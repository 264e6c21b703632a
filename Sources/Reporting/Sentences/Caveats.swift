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
  /// The number of trials up to which intervals are wide.
  private static let fewTrials = 3
  /// How many days older than the newest run makes a number old.
  private static let toleratedDays = 30

  /// What one kind of caveat says: how much is concerned, if that can be counted, and the rest of it.
  private struct Found {
    var amount = ""
    var rest: String
  }

  /// The caveats that apply, the most serious first.
  var sentences: [Sentence] {
    found.map { subject, found, proof in
      Sentence(subject: subject, text: "\(found.amount)\(found.rest).", proof: proof)
    }
  }

  /// What they are about, in a few words; nil where none applies.
  var summary: String? {
    let texts = found.map { subject, found, _ in
      found.amount.isEmpty ? subject : "\(subject): \(found.amount)"
    }
    return texts.isEmpty ? nil : texts.joined(separator: "; ")
  }

  private var found: [(subject: String, found: Found, proof: Markup)] {
    let machines = Markup.link("machines", to: "machines.md")
    let method = Markup.link("method", to: "method.md")
    let all: [(subject: String, found: Found?, proof: Markup)] = [
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
    return all.compactMap { subject, found, proof in
      found.map { (subject: subject, found: $0, proof: proof) }
    }
  }

  private var measured: [WorkloadResult] { results.filter { $0.workload.run != nil } }
  private var allMeasured: [WorkloadResult] { measured + versionResults }

  private var faulty: Found? {
    let incidents = (results + versionResults).flatMap { $0.cases.flatMap(\.incidents) }
      .filter { $0.kind.isFault }
    guard !incidents.isEmpty else { return nil }
    let kinds = Outcome.Kind.allCases.compactMap { kind in
      let count = incidents.filter { $0.kind == kind }.reduce(0) { $0 + $1.count }
      return count == 0 ? nil : "\(counted(count, "trial")) with outcome “\(kind.label)”"
    }
    return Found(amount: enumerated(kinds), rest: "; they enter no number")
  }

  /// The workloads that were disturbed too often, most first, or how often all of them were.
  private var disturbed: Found? {
    let shares = allMeasured.compactMap { result -> (result: WorkloadResult, share: Double)? in
      guard let share = InterferenceTally(of: [result]).share,
        share > Self.toleratedDisturbedShare
      else { return nil }
      return (result, share)
    }.sorted { $0.share > $1.share }
    guard !shares.isEmpty else { return nil }
    let meaning =
      ": other work or the hypervisor took more than a twentieth of the processor time, so an order may "
      + "come from that"
    if shares.count == allMeasured.count {
      let all = InterferenceTally(of: allMeasured)
      let amount = "\(groupedText(all.disturbedTrials)) of \(counted(all.observedTrials, "trial"))"
      return Found(amount: amount, rest: meaning)
    }
    let workloads = Set(shares.map(\.result.workload.name))
    let parts = shares.map { "\(numberText($0.share * 100)) % of those of \(list([$0.result]))" }
    return Found(
      amount:
        "\(shares.count == 1 ? "" : "up to ")\(numberText(shares[0].share * 100)) % of the trials of "
        + (shares.count == 1 ? list([shares[0].result]) : counted(workloads.count, "workload")),
      rest: (shares.count == 1 ? "" : " (\(enumerated(parts)))") + meaning)
  }

  private var noisy: Found? {
    let found = results(with: [.noisyMachine, .busyMachine])
    return found.isEmpty
      ? nil : Found(rest: "other work used the cores just before the run of \(list(found))")
  }

  /// What was measured in a run with a warning of one of these kinds.
  private func results(with kinds: Set<RunWarning.Kind>) -> [WorkloadResult] {
    allMeasured.filter { result in
      result.workload.run?.warnings.contains { kinds.contains($0.kind) } == true
    }
  }

  private var debug: Found? {
    let found = results(with: [.debugBuild])
    return found.isEmpty
      ? nil
      : Found(
        rest: "the Swift programs of \(list(found)) are not optimized, so their times mean nothing")
  }

  private var smoke: Found? {
    let found = allMeasured.filter { $0.workload.run?.preset == "smoke" }
    return found.isEmpty
      ? nil
      : Found(
        rest: "\(list(found)): the preset smoke shows that programs work, not how fast they are")
  }

  private var incomplete: Found? {
    let found = allMeasured.filter { $0.workload.run?.finishedAt == nil }
    return found.isEmpty
      ? nil : Found(rest: "\(list(found)): planned trials of the run are missing")
  }

  private var old: Found? {
    let starts = allMeasured.compactMap(\.workload.run?.startedAt)
    guard let newest = starts.max() else { return nil }
    let limit = newest.addingTimeInterval(-86_400 * Double(Self.toleratedDays))
    let found = allMeasured.filter { ($0.workload.run?.startedAt ?? newest) < limit }
    return found.isEmpty
      ? nil
      : Found(
        rest: "\(list(found)): measured more than \(Self.toleratedDays) days before the newest run")
  }

  private var changed: Found? {
    let found = allMeasured.filter { result in
      result.listings.contains {
        if case .changed = $0.state { return true }
        return false
      }
    }
    return found.isEmpty
      ? nil : Found(rest: "source files of \(list(found)); the numbers are of the old files")
  }

  /// The runtimes whose programs are now built with a newer version than any that is shown.
  private var outdated: Found? {
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
    return parts.isEmpty ? nil : Found(rest: parts.joined(separator: "; "))
  }

  /// The runtimes whose workloads were measured in more than one version.
  private var versions: Found? {
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
    return parts.isEmpty
      ? nil : Found(rest: "\(parts.joined(separator: "; ")), depending on the workload")
  }

  /// The version of the runtime, without its libraries and build flags.
  private static func mainVersion(_ stated: String) -> String {
    let plain = stated.prefix { $0 != "," && $0 != "(" }
    return String(plain.reversed().drop { $0 == " " }.reversed())
  }

  /// The settings in which the runs differ although they are of one machine.
  private var updated: Found? {
    let runs = measured.compactMap(\.workload.run)
    guard let newest = runs.max(by: { $0.startedAt < $1.startedAt }) else { return nil }
    var settings: [String] = []
    for change in runs.flatMap({ newest.machine.changes(since: $0.machine) })
    where !settings.contains(change.setting) {
      settings.append(change.setting)
    }
    return settings.isEmpty
      ? nil
      : Found(rest: "\(enumerated(settings)) changed between the runs; every ratio is of one run")
  }

  private var newer: Found? { omissions.newerText.map { Found(rest: $0) } }

  private var contradicted: Found? {
    let sentences = claims.filter(\.isWrongHere).map { "“\($0.claim.sentence)”" }
    return sentences.isEmpty
      ? nil
      : Found(
        amount: counted(sentences.count, "sentence"),
        rest: " of this report's text by the measurements here: "
          + sentences.joined(separator: "; "))
  }

  /// The runtimes that have no value.
  ///
  /// What compares a variant says itself that it is missing.
  private var missing: Found? {
    let gaps = results.filter { !$0.workload.isLeftOut }.compactMap { result -> String? in
      guard !result.implementations.allSatisfy(result.isAbsent) else { return result.workload.name }
      let absent = result.implementations.filter { $0.variant == nil && result.isAbsent($0) }
      return absent.isEmpty
        ? nil : "\(result.workload.name) in \(enumerated(absent.map(\.label)))"
    }
    return gaps.isEmpty ? nil : Found(rest: gaps.joined(separator: "; "))
  }

  private var single: Found? {
    let found = results.filter { result in
      result.cases.contains { !$0.measured.isEmpty && $0.completedCount < 2 }
    }
    return found.isEmpty
      ? nil
      : Found(rest: "some cases of \(list(found)) have one trial, and so no interval and no order")
  }

  private var few: Found? {
    let counts = rankings.flatMap { $0.order.entries.map(\.trialCount) }
    let few = counts.count { (2...Self.fewTrials).contains($0) }
    return few == 0
      ? nil
      : Found(
        amount: "at most \(Self.fewTrials) for \(groupedText(few)) of "
          + counted(counts.count, "headline number"),
        rest: ", so their intervals are wide")
  }

  private var open: Found? {
    let comparisons = rankings.map(\.comparisonsWithBest)
    let counts = comparisons.map { $0.count { $0.verdict == .inconclusive } }
    guard counts.contains(where: { $0 > 0 }) else { return nil }
    let found = zip(rankings, counts).filter { $1 > 0 }.map(\.0.result)
    let all = counted(comparisons.joined().count, "comparison")
    return Found(
      amount: "\(groupedText(counts.reduce(0, +))) of \(all)",
      rest: " with the best runtime at the headline sizes, of \(list(found))")
  }

  /// How many cases the budgets had no time for.
  private var leftOut: Found? {
    let count = results.reduce(0) { $0 + $1.leftOutCount }
    guard count > 0 else { return nil }
    return Found(
      amount: counted(count, "case"), rest: " for which the time budget was too small")
  }

  /// The workloads, or that they are all; what other runs measured of versions apart.
  private func list(_ found: [WorkloadResult]) -> String {
    let names = found.filter { !$0.workload.isOfVersions }.map(\.workload.name)
    let versions = Set(found.filter(\.workload.isOfVersions).map(\.workload.name)).sorted()
    let shown =
      names.count == measured.count && names.count > 1
      ? "all \(names.count) workloads" : enumerated(names)
    let others =
      versions.count > 3 ? counted(versions.count, "workload") : enumerated(versions)
    return enumerated(
      (names.isEmpty ? [] : [shown]) + (versions.isEmpty ? [] : ["the versions of \(others)"]))
  }
}

extension DecidedClaim {
  /// Whether it is a sentence of this report that the measurements contradict.
  var isWrongHere: Bool { claim.isOwn && rules.contains { $0.verdict == .contradicted } }
}
