import Analysis
import ArgumentParser
import BenchmarkModel
import Store
import WorkloadCatalog

/// Which runs a report shows; the same in `report` and `publish`.
struct EvidenceOptions: ParsableArguments {
  /// The rule by which runs are chosen, for the help of both commands.
  static let rule = """
    Each workload is shown from the most complete run of the machine: most runtimes, then the largest \
    preset, then the newest. A run that is partial or mostly disturbed, of the preset smoke, or with \
    --env never replaces a better one. What is left out is said at the end and on the page of machines. \
    The report is about one machine, the one with the most complete evidence; every other one has the \
    same pages in machines/, and the page of machines compares them. The pages of versions show, of each \
    workload and runtime, the run that measured the newest version, and of several the one with the most \
    versions. A run of the preset smoke, or with --env, is not shown there beside another.
    """

  @Option(
    help: ArgumentHelp(
      """
      The machine that the report is about: its name in machines/, the beginning of its fingerprint, \
      or a part of its processor's name. (default: the one with the most complete evidence)
      """, valueName: "name"))
  var machine: String?

  @Option(
    help: ArgumentHelp(
      """
      Show only this run: an identifier, its beginning, a name, or latest; may be repeated.
      """, valueName: "run"))
  var run: [String] = []

  @Option(help: ArgumentHelp("Show only this workload; may be repeated.", valueName: "id"))
  var workload: [String] = []

  func validate() throws {
    for name in workload where !Catalog.measurableNames.contains(name) {
      throw unknownName("workload", name, among: Catalog.measurableNames)
    }
  }

  /// The choices as text, for what decides whether a report has changed.
  var texts: [String] {
    ["machine \(machine ?? "")"] + run.map { "run \($0)" } + workload.map { "workload \($0)" }
  }

  /// What the report was asked to show, as a sentence; nil for all.
  var restriction: String? {
    let parts = [("run", run), ("workload", workload)].compactMap { noun, names -> String? in
      names.isEmpty ? nil : "the \(names.count == 1 ? noun : plural(noun)) \(enumerated(names))"
    }
    return parts.isEmpty ? nil : "This report was asked to show only \(enumerated(parts))."
  }

  /// Chooses among the runs of a database.
  ///
  /// Throws if a run or the machine is not known, or the machine's name fits several.
  func evidence(in store: MeasurementStore, among runs: [RunSummary]) throws -> Evidence {
    let chosen = try run.isEmpty ? nil : Set(run.map { try store.run($0).id })
    var evidence = Evidence(
      of: try store.coverage(of: runs), chosen: chosen,
      workloads: Set(workload.isEmpty ? Catalog.measurableNames : workload))
    guard let machine else { return evidence }
    let found = evidence.machines(named: machine)
    guard let first = found.first else {
      throw unknownName("machine", machine, among: evidence.machines.map(\.slug))
    }
    guard found.count == 1 else {
      throw severalMachines(fitting: machine, found.map(\.slug))
    }
    evidence.lead(with: first.slug)
    return evidence
  }
}

extension Evidence {
  /// What a report leaves out, in a sentence for each machine; nil if nothing is.
  var omissionText: String? {
    let texts = machines.compactMap { found in
      found.omissions.summary.map { machines.count == 1 ? $0 : "on \(found.slug), \($0)" }
    }
    guard !texts.isEmpty else { return nil }
    return "Left out: \(texts.joined(separator: "; ")). The page of machines says why."
  }
}

/// The usage error for a name that fits several machines.
func severalMachines(fitting name: String, _ found: [String]) -> ValidationError {
  ValidationError(
    "--machine \"\(name)\" fits several: \(enumerated(found)). Use one of these names.")
}

/// The folder of templates, the same in each command that makes or checks pages.
struct TemplateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The folder of templates, with site.json, claims and queries; the source tree's if omitted.
      """, valueName: "dir"))
  var templates: String?

  /// The source tree, or what the tool carries, with these templates.
  func tree(_ tree: SourceTree) -> SourceTree {
    var tree = tree
    tree.templates = templates
    return tree
  }
}
