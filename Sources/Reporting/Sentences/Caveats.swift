import Analysis
import BenchmarkModel
import Statistics

/// What limits the report's answer: faults, gaps, and what the trials do not decide.
struct Caveats {
  let results: [WorkloadResult]

  /// The caveats that apply, the most serious first.
  var sentences: [Sentence] {
    [
      ("Faults", faulty), ("Not measured", missing), ("Single trials", single),
      ("Inconclusive", open),
    ].compactMap { subject, text in
      text.map {
        Sentence(subject: subject, text: "\($0).", proof: .link("method", to: "method.md"))
      }
    }
  }

  private var faulty: String? {
    let incidents = results.flatMap { $0.cases.flatMap(\.incidents) }.filter { $0.kind.isFault }
    guard !incidents.isEmpty else { return nil }
    let kinds = Outcome.Kind.allCases.compactMap { kind in
      let count = incidents.filter { $0.kind == kind }.reduce(0) { $0 + $1.count }
      return count == 0 ? nil : "\(counted(count, "trial")) with outcome “\(kind.label)”"
    }
    return "\(enumerated(kinds)); they enter no number"
  }

  private var missing: String? {
    let gaps = results.compactMap { result -> String? in
      let absent = result.implementations.filter { implementation in
        result.cases.filter { $0.case.implementation == implementation }
          .allSatisfy { $0.measured.isEmpty && $0.incidents.allSatisfy(\.kind.isGap) }
      }
      guard !absent.isEmpty else { return nil }
      guard absent.count < result.implementations.count else { return result.workload.name }
      return "\(result.workload.name) in \(enumerated(absent.map(\.label)))"
    }
    return gaps.isEmpty ? nil : gaps.joined(separator: "; ")
  }

  private var single: String? {
    let names = results.filter { result in
      result.cases.contains { !$0.measured.isEmpty && $0.completedCount < 2 }
    }.map(\.workload.name)
    guard !names.isEmpty else { return nil }
    return "some cases of \(enumerated(names)) have one trial, and so no interval and no order"
  }

  private var open: String? {
    let questions = OpenQuestions(among: results)
    let undecided = questions.questions.filter { !$0.isDecided }
    guard !undecided.isEmpty else { return nil }
    let names = results.map(\.workload.name).filter { name in
      undecided.contains { $0.workload == name }
    }
    return
      "\(groupedText(undecided.count)) of \(counted(questions.count, "comparison")) with the best "
      + "default implementation, of \(enumerated(names))"
  }
}
