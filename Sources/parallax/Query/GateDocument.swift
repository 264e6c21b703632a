import Analysis
import BenchmarkModel
import FoundationEssentials
import Rendering
import Statistics

/// A comparison as one document: JSON for programs, JUnit XML for servers that show tests, and Markdown for the
/// summary of a CI job.
struct GateDocument {
  let comparison: RunComparison
  let terms: RunComparison.Terms

  private var gate: Gate { comparison.gate }

  // MARK: - JSON

  /// The comparison as one object; `Sources/parallax/README.md` describes its fields.
  var json: String {
    JSONText.object { object in
      object.field("conclusion", gate.conclusion.rawValue)
      object.field("isAnythingWorse", gate.conclusion == .worse)
      object.field("isEverythingEqual", gate.isEverythingEqual)
      object.field("trialsNeeded", gate.trialsNeeded)
      object.field("baseline", array: comparison.baselineRuns.map { Self.json(of: $0) })
      object.field("candidate", json: Self.json(of: comparison.candidateRun))
      object.field("terms") { fields(of: terms, in: &$0) }
      object.field("rows", array: comparison.rows.map { Self.json(of: $0) })
      object.field(
        "losses",
        array: gate.losses.map { loss in
          JSONText.object {
            $0.fields(of: loss.case)
            $0.field("outcome", loss.outcome)
          }
        })
      object.field(
        "leftOut",
        array: gate.leftOut.map { leftOut in JSONText.object { $0.fields(of: leftOut) } })
      object.field("notes", array: (gate.sentences + comparison.notes).map(RowPrinter.jsonString))
    } + "\n"
  }

  private static func json(of run: Run) -> String {
    JSONText.object {
      $0.field("run", run.id)
      $0.field("startedAt", momentText(run.startedAt))
      $0.field("commit", run.commit)
      $0.field("isDirty", run.isDirty)
      $0.field("machine", run.machine.fingerprint)
    }
  }

  private func fields(of terms: RunComparison.Terms, in object: inout JSONText) {
    object.field("metrics", array: (terms.metrics ?? []).map { RowPrinter.jsonString($0.name) })
    object.field("tolerance", terms.tolerance)
    object.field("margin", max(terms.margin, terms.tolerance))
    object.field("significance", RunComparison.significance)
    object.field("absolute") { absolute in
      for (unit, value) in terms.absolute.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        absolute.field(unit.rawValue, value)
      }
    }
  }

  private static func json(of row: RunComparison.Row) -> String {
    JSONText.object {
      $0.fields(of: row.case)
      $0.field("baselineRuntime", row.baselineCase.implementation.runtimeID)
      $0.field("metric", row.metric.name)
      $0.field("unit", row.metric.unit.rawValue)
      for (name, figure) in [
        ("baseline", row.baseline), ("candidate", row.candidate), ("ratio", row.ratio),
      ] as [(String, RunComparison.Figure?)] {
        $0.field(name, figure?.value.usable)
        $0.field("\(name)Lower", figure?.bounds?.lowerBound.usable)
        $0.field("\(name)Upper", figure?.bounds?.upperBound.usable)
      }
      $0.field("pAlone", row.pAlone)
      $0.field("p", row.p)
      $0.field("falseDiscovery", row.falseDiscovery)
      $0.field("effect", row.effect)
      $0.field("trials", row.trials)
      $0.field("verdict", row.verdictText)
      $0.field("isConfirmed", row.isConfirmed)
    }
  }

  // MARK: - Markdown

  /// What precedes the table in Markdown: a heading with the conclusion, and the answers.
  var markdownHeading: String {
    let answers = gate.sentences + gate.losses.map { "\($0.case.description): \($0.outcome)." }
    return
      (["## Parallax: \(gate.conclusion.rawValue)", sides.joined(separator: "; ") + "."]
      + answers.map { "- \(RowPrinter.markdownCell($0))" }).joined(separator: "\n\n") + "\n\n"
  }

  /// What is compared: runs, or the commits of one.
  private var sides: [String] {
    let run = comparison.candidateRun
    let commits = CommitPairs.sides.compactMap { name in
      run.toolchains.first { $0.name == name }.map {
        RowPrinter.markdownCell("\(name) \($0.version)")
      }
    }
    if commits.count == CommitPairs.sides.count { return commits + ["run \(run.shortID)"] }
    return [
      "Baseline: " + enumerated(comparison.baselineRuns.map(\.shortID)),
      "candidate: \(run.shortID)",
    ]
  }

  // MARK: - JUnit

  /// A suite with a test for each row and each lost case; a row that is confirmed worse fails, and one that
  /// leaves open a worsening is skipped.
  ///
  /// The form is that of the Ant task that JUnit's format goes back to; servers read these elements.
  var junit: String {
    let open = gate.open
    let failures = gate.worse.count + gate.losses.count
    let rows = comparison.rows.map { row in
      let text = "\(row.ratio?.fullText ?? "no ratio"), \(row.verdictText)"
      if gate.worse.contains(row) { return test(row.case, row.metric.name, failure: text) }
      return test(row.case, row.metric.name, skipped: open.contains(row) ? text : nil)
    }
    let lost = gate.losses.map { test($0.case, "value", failure: "no value: \($0.outcome)") }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites>
      <testsuite name="parallax compare" tests="\(rows.count + lost.count)" failures="\(failures)" \
      errors="0" skipped="\(open.count)">
      \((rows + lost).joined(separator: "\n"))
      <system-out>\(Self.xml(([gate.conclusion.rawValue] + gate.sentences).joined(separator: "\n")))</system-out>
      </testsuite>
      </testsuites>

      """
  }

  private func test(
    _ measured: Case, _ name: String, failure: String? = nil, skipped: String? = nil
  ) -> String {
    let head =
      "<testcase classname=\"\(Self.xml(measured.implementation.id))\" "
      + "name=\"\(Self.xml("\(measured.parameterText) \(name)"))\""
    if let failure { return head + "><failure message=\"\(Self.xml(failure))\"/></testcase>" }
    if let skipped { return head + "><skipped message=\"\(Self.xml(skipped))\"/></testcase>" }
    return head + "/>"
  }

  /// Text within an element or attribute; hidden characters are spelled out.
  private static func xml(_ text: String) -> String {
    htmlEscaped(text.visible).replacing("\n", with: "&#10;")
  }
}

extension JSONText {
  fileprivate mutating func fields(of measured: Case) {
    field("workload", measured.implementation.workload)
    field("runtime", measured.implementation.runtimeID)
    field("parameters", measured.parameterText)
  }
}

extension Double {
  /// Nil for what JSON cannot hold.
  fileprivate var usable: Double? { isFinite ? self : nil }
}
