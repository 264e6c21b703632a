import Analysis
import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import References
import Rendering
import Runner
import Store
import WorkloadCatalog
import WorkloadKit

/// Checks everything that can be checked without a measurement.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check answers, folders, listings, references, queries and templates.",
    discussion: """
      Runs every implementation once at the smallest sizes, by every toolchain that built it, and checks \
      its answers against the contract's formula. Reads every folder, listing, published number, query and template. \
      Counts the workloads that each runtime lacks. Stores nothing.

      With --db it checks a database instead, in any folder: pages, tables, missing rows, values \
      out of bounds, and rows that contradict one another or the metrics and workloads of Parallax.

        parallax check --db other.sqlite

      Exit codes: 0 no problems; 1 problems found; 130 interrupted.
      """)

  @OptionGroup var treeOption: TreeOption

  @Option(help: ArgumentHelp("Check only this database.", valueName: "file"))
  var db: String?

  @OptionGroup var look: TemplateOptions

  @Flag(help: "Skip running the implementations.")
  var withoutAnswers = false

  @Flag(help: "Fail when a runtime that is measured by default lacks a workload.")
  var complete = false

  func validate() throws {
    if db != nil, withoutAnswers || complete || look.templates != nil {
      throw ValidationError(
        "--db checks a database, --without-answers, --complete and --templates the source tree. "
          + "Remove one.")
    }
  }

  func run() throws {
    if let db { return try checkDatabase(db) }
    let tree = look.tree(try SourceTree())
    var failures = 0
    func report(_ subject: String, _ problems: [String]) {
      print(problems.isEmpty ? "ok      \(subject)" : "failed  \(subject)")
      for problem in problems { print("        \(problem)") }
      failures += problems.count
    }
    report("folders and listings", try TreeCheck(tree: tree).problems())
    for gap in try ImplementationGap.all(in: tree.locator) {
      print("        \(gap.description)")
      if complete, tree.runtimes[gap.runtime]?.isDefault == true { failures += 1 }
    }
    report("published numbers", problems { try checkReferences(in: tree) })
    report("claims", try claimProblems(in: tree))
    report("advice", try adviceProblems(in: tree))
    report("queries", problems { try tree.queries().forEach { try $0.tryOut() } })
    report(
      "templates",
      problems {
        let site = try tree.site()
        _ = try tree.images(of: site)
        _ = try tree.cards(of: site)
        _ = try Renderer(
          templates: TemplateLibrary(folder: tree.templateFolder),
          runtimes: tree.runtimes.descriptions, languages: tree.runtimes.languages.map(\.syntax),
          colors: site.colors)
      })
    if !withoutAnswers { report("answers", try answerProblems(in: tree)) }
    if failures > 0 { throw CommandError.checksFailed(failures) }
  }

  private func checkDatabase(_ path: String) throws {
    let faults = try MeasurementStore(path: path, access: .readOnly).faults(
      limit: 20,
      against: Definitions(metrics: Metric.defined, workloads: Catalog.measurableNames))
    guard faults.count > 0 else { return print("ok      \(path)") }
    print("failed  \(path)")
    for fault in faults.first { print("        \(fault).") }
    if faults.count > faults.first.count {
      print("        … and \(groupedText(faults.count - faults.first.count)) more")
    }
    throw CommandError.faultyDatabase(path: path, count: faults.count)
  }

  private func problems(_ check: () throws -> Void) -> [String] {
    do {
      try check()
      return []
    } catch { return ["\(error)"] }
  }

  private func checkReferences(in tree: SourceTree) throws {
    _ = try tree.releases()
    let sources = try ReferenceReader.sources(
      in: tree.bytes(of: "Workloads/sources.csv"), path: "Workloads/sources.csv")
    let reader = ReferenceReader(
      implementations: try tree.locator.implementations().map(\.implementation),
      metrics: Metric.comparable, sources: sources)
    var seen: [String: String] = [:]
    for path in try tree.publishedFiles() {
      for reference in try reader.references(in: tree.bytes(of: path), path: path) {
        if let first = seen.updateValue(path, forKey: reference.id) {
          throw CommandError.file(
            path: path, reason: "The id \"\(reference.id)\" is also used in \(first).")
        }
      }
    }
  }

  private func claimProblems(in tree: SourceTree) throws -> [String] {
    do {
      return try tree.claimCheck().problems(of: try tree.claims())
    } catch { return ["\(error)"] }
  }

  private func adviceProblems(in tree: SourceTree) throws -> [String] {
    do {
      return ClaimCheck.problems(of: try tree.advice())
    } catch { return ["\(error)"] }
  }

  private func answerProblems(in tree: SourceTree) throws -> [String] {
    let plan = try Plan(
      preset: .smoke, runtimes: tree.runtimes.runtimes.map(\.id), toolchains: ["all"], seed: 0,
      locator: tree.locator)
    return try interruptible { interruption in
      let executor = ProcessExecutor(
        locator: tree.locator, fixtureExecutable: tree.executable,
        limits: .usual(on: MachineProbe().machine()), interruption: interruption)
      return try problems(of: plan.trials) { planned in
        let outcome = executor.execute(planned).outcome
        if interruption.isRequested { throw ExitCode(130) }
        return outcome
      }
    }
  }

  private func problems(
    of trials: [PlannedTrial], _ execute: (PlannedTrial) throws -> Outcome
  ) throws -> [String] {
    var problems: [String] = []
    var missing: Set<Implementation> = []
    for planned in trials {
      let outcome = try execute(planned)
      switch outcome.kind {
      case .completed, .notImplemented: break
      case .notInstalled:
        if missing.insert(planned.case.implementation).inserted {
          writeError("\(planned.case.implementation.id): \(outcome.detail ?? "")\n")
        }
      // A refusal at the smallest size is a problem for a default, but a valid result for a variant.
      case .refused where planned.case.implementation.variant != nil:
        writeError("\(planned.case.implementation.id): \(outcome.detail ?? "")\n")
      default:
        problems.append(
          "\(planned.case.description): \(outcome.kind.label). \(outcome.detail ?? "")")
      }
    }
    return problems
  }
}
