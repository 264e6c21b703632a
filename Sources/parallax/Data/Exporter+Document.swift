import Analysis
import BenchmarkModel
import FoundationEssentials
import Store

/// The whole database as one JSON document.
///
/// `Sources/parallax/README.md` describes it field by field. Adding a field does not change the version;
/// removing one or changing its meaning does.
extension Exporter {
  static let documentFormat = "parallax-results"
  static let documentVersion = 1

  func writeDocument(to sink: inout TextSink) throws {
    try sink.add("{\"format\":\(RowPrinter.jsonString(Self.documentFormat)),")
    try sink.add("\"version\":\(Self.documentVersion),")
    try add("metrics", try store.metrics().map(\.json), to: &sink)
    try sink.add(",\n\"runs\":[")
    for (index, summary) in try chosenRuns().enumerated() {
      try sink.add(index == 0 ? "\n" : ",\n")
      try add(summary, to: &sink)
    }
    try sink.add("],\n")
    try add("sources", try store.sources().map(\.json), to: &sink)
    try sink.add(",\n")
    try add("references", try store.references().map(\.json), to: &sink)
    try sink.add("}\n")
  }

  private func add(_ name: String, _ elements: [String], to sink: inout TextSink) throws {
    try sink.add("\"\(name)\":[")
    for (index, element) in elements.enumerated() {
      try sink.add((index == 0 ? "\n" : ",\n") + element)
    }
    try sink.add("]")
  }

  /// Writes a run, a line for itself and one for each trial.
  private func add(_ summary: RunSummary, to sink: inout TextSink) throws {
    let run = try store.run(summary.id)
    var object = JSONText()
    object.fields(of: run)
    object.field("names", array: summary.names.map(RowPrinter.jsonString))
    object.field("tags", array: summary.tags.map(RowPrinter.jsonString))
    object.field(
      "notes",
      array: summary.notes.map { note in
        JSONText.object {
          $0.field("writtenAt", momentText(note.writtenAt))
          $0.field("text", note.text)
        }
      })
    try sink.add(object.text + ",\"trials\":[")
    var isFirst = true
    try store.forEachTrial(of: run.id) { trial in
      try sink.add((isFirst ? "\n" : ",\n") + trial.json)
      isFirst = false
    }
    try sink.add("]}")
  }
}

/// A moment in UTC with milliseconds, as the database stores it.
func momentText(_ date: Date) -> String { Timestamp(date).text }

extension JSONText {
  fileprivate mutating func fields(of run: Run) {
    field("id", run.id)
    field("startedAt", momentText(run.startedAt))
    field("finishedAt", run.finishedAt.map(momentText))
    field("preset", run.preset)
    // Text, since many readers turn numbers into floating point.
    field("seed", "\(run.seed)")
    field("toolVersion", run.toolVersion)
    field("commit", run.commit)
    field("isDirty", run.isDirty)
    field("machine", json: run.machine.json)
    field(
      "toolchains",
      array: run.toolchains.map { toolchain in
        Self.object {
          $0.field("name", toolchain.name)
          $0.field("version", toolchain.version)
        }
      })
    field("listings", array: run.listings.map(\.json))
    field("environment") { object in
      for (name, value) in run.environment.sorted(by: <) {
        object.field(name, json: RowPrinter.jsonString(value))
      }
    }
    field(
      "warnings",
      array: run.warnings.map { warning in
        Self.object {
          $0.field("kind", warning.kind.rawValue)
          $0.field("message", warning.message)
        }
      })
    field("loadBefore", run.loadBefore)
    field("loadAfter", run.loadAfter)
    field("calibration") { figures in
      for figure in CalibrationFigure.allCases {
        if let nanoseconds = run.calibration[figure] { figures.field(figure.rawValue, nanoseconds) }
      }
    }
    field("goalHalfWidth", run.goal?.halfWidth)
    field("goalTrialCap", run.goal?.trialCap)
    field("budgetSeconds", run.budgetSeconds)
    field("lookCount", run.lookCount)
  }

  fileprivate mutating func fields(of implementation: Implementation) {
    field("workload", implementation.workload)
    field("runtime", implementation.runtime.id)
    field("variant", implementation.variantName)
    field("toolchain", implementation.toolchainName)
  }

  fileprivate mutating func field(_ name: String, _ parameters: [Parameter]) {
    field(name) { sizes in
      for parameter in parameters { sizes.field(parameter.name, parameter.value) }
    }
  }
}

extension Metric {
  fileprivate var json: String {
    JSONText.object {
      $0.field("name", name)
      $0.field("label", label)
      $0.field("unit", unit.rawValue)
      $0.field("isLowerBetter", better == .lower)
    }
  }
}

extension Machine {
  fileprivate var json: String {
    JSONText.object { machine in
      machine.field("fingerprint", fingerprint)
      machine.field("cpuModel", cpuModel)
      machine.field("architecture", architecture)
      machine.field("logicalCores", logicalCores)
      machine.field("memoryBytes", memoryBytes)
      machine.field("operatingSystem", operatingSystem)
      machine.field("kernel", kernel)
      machine.field("facts") { object in
        for (name, value) in facts.sorted(by: <) {
          object.field(name, json: RowPrinter.jsonString(value))
        }
      }
    }
  }
}

extension Listing {
  fileprivate var json: String {
    JSONText.object {
      $0.field("workload", implementation.workload)
      $0.field("runtime", implementation.runtime.id)
      $0.field("variant", implementation.variantName)
      $0.field("path", path)
      $0.field("sha256", sha256)
      $0.field("programSHA256", programSHA256)
    }
  }
}

extension Trial {
  fileprivate var json: String {
    JSONText.object { object in
      object.field("position", planned.position)
      object.field("block", planned.block)
      object.fields(of: planned.case.implementation)
      object.field("parameters", planned.case.parameters)
      object.field("warmups", planned.warmups)
      object.field("iterations", planned.iterations)
      object.field("startedAt", momentText(startedAt))
      object.field("outcome", outcome.kind.rawValue)
      object.field("reached", outcome.reached)
      object.field("detail", outcome.detail)
      object.field("runtimeVersion", runtimeVersion)
      object.field("standardError", standardError)
      object.field(
        "measurements",
        array: measurements.lazy.map { measurement in
          JSONText.object {
            $0.field("metric", measurement.metric)
            $0.field("iteration", measurement.iteration)
            $0.field("isWarmup", measurement.isWarmup)
            $0.field("value", measurement.value)
          }
        })
      object.field("latencies", array: distributions)
    }
  }
}

extension Trial {
  /// The distributions of its latencies, one for each metric and iteration.
  private var distributions: [String] {
    var found: [String] = []
    var rest = latencies[...]
    while let first = rest.first {
      let buckets = rest.prefix { $0.metric == first.metric && $0.iteration == first.iteration }
      rest = rest.dropFirst(buckets.count)
      found.append(
        JSONText.object {
          $0.field("metric", first.metric)
          $0.field("iteration", first.iteration)
          $0.field("isWarmup", first.isWarmup)
          $0.field("buckets", array: buckets.map { "[\($0.value),\($0.count)]" })
        })
    }
    return found
  }
}

extension Source {
  fileprivate var json: String {
    JSONText.object {
      $0.field("id", id)
      $0.field("title", title)
      $0.field("author", author)
      $0.field("published", published)
      $0.field("url", url)
      $0.field("trust", trust.rawValue)
      $0.field("trustReason", trustReason)
      $0.field("method", method)
      $0.field("retrieved", retrieved)
    }
  }
}

extension Reference {
  fileprivate var json: String {
    JSONText.object {
      $0.field("id", id)
      $0.field("workload", workload)
      $0.field("language", language)
      $0.field("runtime", runtime)
      $0.field("runtimeVersion", runtimeVersion)
      $0.field("comparesTo", comparesTo?.runtimeID)
      $0.field("parameters", parameters)
      $0.field("metric", metric)
      $0.field("comparesToMetric", comparesToMetric)
      $0.field("statistic", statistic.rawValue)
      $0.field("qualifier", qualifier.rawValue)
      $0.field("printed", value.printed)
      $0.field("printedUnit", value.printedUnit)
      $0.field("normalizedValue", value.normalized)
      $0.field("normalizedUnit", value.normalizedUnit.rawValue)
      $0.field("conversion", value.conversion)
      $0.field("contract", contract.kind.rawValue)
      $0.field("difference", contract.difference)
      $0.field("source", provenance.sourceID)
      $0.field("locator", provenance.locator)
      $0.field("hardware", provenance.hardware)
      $0.field("operatingSystem", provenance.operatingSystem)
      $0.field("note", provenance.note)
    }
  }
}
