import BenchmarkModel
import References
import Testing

/// What the fields of a correct file mean.
@Suite struct FieldReadingTests {
  @Test("Every field of a correct record is read")
  func readsReference() throws {
    let read = try references(file(referenceFields))
    let expected = Reference(
      id: "pkolaczk-tokio-100000",
      workload: "sleeping-tasks",
      language: "Rust",
      runtime: "tokio",
      runtimeVersion: "Rust 1.69",
      comparesTo: Implementation(workload: "sleeping-tasks", runtime: .tokio),
      parameters: [Parameter("tasks", 100_000), Parameter("hold-milliseconds", 10_000)],
      metric: "memory",
      comparesToMetric: "peakResidentBytes",
      statistic: .peak,
      qualifier: .exact,
      value: PublishedValue(
        printed: "23.7",
        printedUnit: "MB",
        normalized: 23_700_000,
        normalizedUnit: .bytes,
        conversion: "1 MB taken as 1,000,000 bytes"
      ),
      contract: .same,
      provenance: Provenance(
        sourceID: "pkolaczk-2023",
        locator: "Fig. 3",
        hardware: "Xeon",
        operatingSystem: Reference.notStated,
        note: nil
      )
    )
    #expect(read == [expected])
  }

  @Test("Every field of a correct source is read")
  func readsSource() throws {
    #expect(try sources(file(sourceFields)) == [source])
  }

  @Test("A number can be compared to a variant")
  func readsVariant() throws {
    let changed = file(referenceFields, [["comparesTo": "swift-async:actor"]])
    let compared = try references(changed).first?.comparesTo
    #expect(compared?.id == "sleeping-tasks/swift-async:actor")
  }

  @Test("What does not apply is nil or empty, and a difference keeps its description")
  func readsAbsentFields() throws {
    let changes = [
      "comparesTo": "none", "comparesToMetric": "none", "parameters": "none",
      "contract": "similar", "difference": "Timers, not tasks.", "note": "A note.",
    ]
    let reference = try #require(try references(file(referenceFields, [changes])).first)
    #expect(reference.comparesTo == nil)
    #expect(reference.comparesToMetric == nil)
    #expect(reference.parameters == [])
    #expect(reference.contract == .similar(difference: "Timers, not tasks."))
    #expect(reference.provenance.note == "A note.")
  }

  @Test(
    "A printed number may mean what its unit may mean",
    arguments: [
      ("23.7", "MB", "24851251", "bytes"), ("0.4", "KiB", "410", "bytes"),
      ("1070.7641", "ms", "1070764100", "nanoseconds"), ("17", "percent", "0.17", "count"),
      ("1e3", "us", "1000000", "nanoseconds"), ("3", "instructions", "3", "count"),
      ("2439149", "round trips/s", "2439149", "perSecond"),
      ("4.48", "M msg/s", "4480000", "perSecond"), ("750", "k rps", "750000", "perSecond"),
      ("9.6", "M rps", "9600000", "perSecond"), ("0.4", "calls/s", "0.4", "perSecond"),
    ]
  )
  func converts(value: String, unit: String, normalized: String, normalizedUnit: String) throws {
    let changes = [
      "value": value, "unit": unit, "normalizedValue": normalized,
      "normalizedUnit": normalizedUnit, "comparesToMetric": "none",
    ]
    let reference = try #require(try references(file(referenceFields, [changes])).first)
    #expect(reference.value.normalized == Double(normalized))
    #expect(reference.value.printed == value)
  }

  @Test(
    "A rate is neither rounded nor of another thousand",
    arguments: [
      ("0.4", "calls/s", "0", "0.4"), ("750", "k rps", "750000.4", "750000.0"),
      ("9.6", "M rps", "9600", "9600000.0"),
    ]
  )
  func refusesRoundedRate(value: String, unit: String, normalized: String, right: String) {
    let changes = [
      "value": value, "unit": unit, "normalizedValue": normalized, "normalizedUnit": "perSecond",
      "comparesToMetric": "none",
    ]
    let text = file(referenceFields, [changes])
    #expect(
      message { () throws(ReferenceError) in _ = try references(text) }
        == "published.csv:2, column \"normalizedValue\": \"\(normalized)\" does not follow from "
        + "\(value) \(unit). Write \(right)."
    )
  }

  @Test("A rate cannot be compared with a time")
  func refusesTimeForRate() {
    let changes = [
      "value": "9.6", "unit": "M rps", "normalizedValue": "9600000", "normalizedUnit": "perSecond",
      "comparesToMetric": "elapsedNanoseconds",
    ]
    let text = file(referenceFields, [changes])
    #expect(
      message { () throws(ReferenceError) in _ = try references(text) }
        == "published.csv:2, column \"comparesToMetric\": \"elapsedNanoseconds\" does not match: it "
        + "is in nanoseconds, this number in perSecond. Write \"none\"."
    )
  }

  @Test(
    "The known part of a date is enough",
    arguments: ["2023", "2023-05", "2023-05-21", "2023-05-21 (revised)", "not stated"]
  )
  func readsDate(value: String) throws {
    #expect(try sources(file(sourceFields, [["published": value]])).map(\.published) == [value])
  }
}
