import BenchmarkModel
import References
import Testing

/// A field with wrong content and the expected message.
struct WrongField: Sendable, CustomTestStringConvertible {
  let column: String
  let value: String
  let problem: String

  init(_ column: String, _ value: String, _ problem: String) {
    self.column = column
    self.value = value
    self.problem = problem
  }

  var testDescription: String { "\(column): \(value)" }
}

@Suite struct FieldTests {
  private static let wrongNames: [WrongField] = [
    WrongField(
      "workload",
      "sleeping-task",
      """
      "sleeping-task" is not a known workload. Did you mean "sleeping-tasks"? Allowed: \
      sleeping-tasks, fetch-urls.
      """
    ),
    WrongField(
      "comparesTo",
      "swift-asinc",
      """
      "swift-asinc" is not a known runtime. Did you mean "swift-async"? Allowed: none, \
      swift-threads, swift-dispatch, swift-async, go, tokio, swift-async:actor.
      """
    ),
    WrongField(
      "unit",
      "Mb",
      """
      "Mb" is not a known unit. Did you mean "MB"? Allowed: bytes, KB, kB, K, KiB, MB, mb, M, \
      MiB, GB, GiB, ns, us, ms, s, min, count, tasks, threads, instructions, cycles, percent, \
      calls/s, hops/s, msg/s, M msg/s, primes/s, round trips/s, k rps, M rps and 5 more.
      """
    ),
    WrongField(
      "normalizedUnit",
      "byte",
      """
      "byte" is not a known normalized unit. Did you mean "bytes"? Allowed: nanoseconds, bytes, \
      count, ratio, perSecond.
      """
    ),
    WrongField(
      "statistic",
      "maen",
      """
      "maen" is not a known statistic. Did you mean "mean"? Allowed: mean, median, p50, p95, \
      p99, p99.9, p99.99, p99.999, min, max, peak, best, single.
      """
    ),
    WrongField(
      "qualifier",
      "about",
      """
      "about" is not a known qualifier. Allowed: exact, approx, at-most, at-least.
      """
    ),
    WrongField(
      "contract",
      "sam",
      """
      "sam" is not a known contract. Did you mean "same"? Allowed: same, similar, different.
      """
    ),
    WrongField(
      "source",
      "pkolaczk-2024",
      """
      "pkolaczk-2024" is not a known source. Did you mean "pkolaczk-2023"? Allowed: \
      pkolaczk-2023.
      """
    ),
  ]

  private static let contradictions: [WrongField] = [
    WrongField("id", "", "The field is empty. Fill it in."),
    WrongField("comparesTo", "", #"The field is empty. Fill it in or write "none"."#),
    WrongField("hardware", "", #"The field is empty. Fill it in or write "not stated"."#),
    WrongField(
      "hardware",
      "Xeon ",
      #""Xeon " begins or ends with white space. Remove the white space."#
    ),
    WrongField(
      "hardware",
      " ",
      #"" " begins or ends with white space. Remove the white space."#
    ),
    WrongField(
      "normalizedUnit",
      "count",
      #""count" does not match: the printed unit is MB. Write "bytes"."#
    ),
    WrongField(
      "normalizedValue",
      "23.7",
      #""23.7" does not follow from 23.7 MB. Write 23700000 or 24851251."#
    ),
    WrongField(
      "comparesToMetric",
      "elapsedNanoseconds",
      """
      "elapsedNanoseconds" does not match: it is in nanoseconds, this number in bytes. Write \
      "none".
      """
    ),
    WrongField(
      "difference",
      "Other work.",
      """
      With the contract "same" there is no difference to describe. Write "none", or change the contract.
      """
    ),
  ]

  @Test(
    "A name that is not on its list is refused with the nearest one and the list",
    arguments: wrongNames
  )
  func refusesUnknownName(wrong: WrongField) { expectRefusal(of: wrong) }

  @Test(
    "A field that is empty, padded or at odds with another is refused with the remedy",
    arguments: contradictions
  )
  func refusesContradiction(wrong: WrongField) { expectRefusal(of: wrong) }

  @Test("A metric that the report does not know is refused with the list of all")
  func refusesUnknownMetric() {
    let names = (["none"] + Metric.common.map(\.name)).joined(separator: ", ")
    expectRefusal(
      of: WrongField(
        "comparesToMetric",
        "peakResident",
        """
        "peakResident" is not a known metric. Did you mean "peakResidentBytes"? Allowed: \(names).
        """
      )
    )
  }

  @Test(
    "An identifier is words of small letters and digits",
    arguments: ["Tokio", "a--b", "-a", "a-", "a b", "a_b", "ł"]
  )
  func refusesIdentifier(value: String) {
    expectRefusal(
      of: WrongField(
        "id",
        value,
        """
        "\(value)" is not an identifier. Use a-z, 0-9 and single hyphens between them, for \
        example pkolaczk-2023.
        """
      )
    )
  }

  @Test(
    "A number is a plain finite decimal",
    arguments: ["23,7", "-1", "+1", "nan", "inf", "0x10", "1e999", ".5", "5.", "1 000", "٣"]
  )
  func refusesNumber(value: String) {
    expectRefusal(
      of: WrongField(
        "value",
        value,
        """
        "\(value)" is not a number. Write digits with at most one decimal point and no sign, for \
        example 213.6 or 1e9.
        """
      )
    )
  }

  @Test(
    "Parameters are names with whole numbers, each name once",
    arguments: [
      "tasks", "tasks=", "=1", "tasks=1e5", "tasks=-1", "tasks=1  a=2", "tasks=1 tasks=2",
      "tasks=1=2", "tasks=99999999999999999999", "Tasks=1",
    ]
  )
  func refusesParameters(value: String) {
    expectRefusal(
      of: WrongField(
        "parameters",
        value,
        """
        "\(value)" is not a list of parameters. Write name=whole number, separated by single \
        spaces, for example tasks=100000, or "none".
        """
      )
    )
  }

  @Test(
    "The address of a source is http or https with a host",
    arguments: [
      "javascript:alert(1)", "ftp://example.org", "https://", "https:///path", "https://a@b/",
      "https://a b/", "https://a/<b>", "https://a/ł", "HTTPS://example.org", "https://.org",
      "https://a/`b`", "//example.org",
    ]
  )
  func refusesAddress(value: String) {
    expectSourceRefusal(
      of: WrongField(
        "url",
        value,
        """
        "\(value)" is not a web address. Write it starting with http:// or \
        https://, percent-encoded if necessary.
        """
      )
    )
  }

  @Test(
    "The date of a source begins with ISO 8601",
    arguments: ["May 2023", "2023-13", "2023-00", "2023-05-32", "2023-05-21T10:00", "23-05-21"]
  )
  func refusesDate(value: String) {
    expectSourceRefusal(
      of: WrongField(
        "published",
        value,
        """
        "\(value)" is not a date. Write 2024, 2024-12 or 2024-12-01, optionally followed \
        by a space and an explanation, or "not stated".
        """
      )
    )
  }

  @Test("A degree of trust starts with a capital letter")
  func refusesTrust() {
    expectSourceRefusal(
      of: WrongField(
        "trust",
        "b",
        """
        "b" is not a known degree of trust. Did you mean "B"? Allowed: A, B, C.
        """
      )
    )
  }

  private func expectRefusal(of wrong: WrongField) {
    let text = file(referenceFields, [[wrong.column: wrong.value]])
    let found = message { () throws(ReferenceError) in _ = try references(text) }
    #expect(found == "published.csv:2, column \"\(wrong.column)\": \(wrong.problem)")
  }

  private func expectSourceRefusal(of wrong: WrongField) {
    let text = file(sourceFields, [[wrong.column: wrong.value]])
    let found = message { () throws(ReferenceError) in _ = try sources(text) }
    #expect(found == "sources.csv:2, column \"\(wrong.column)\": \(wrong.problem)")
  }

  @Test(
    "A contract that is not the same needs its difference",
    arguments: ["similar", "different"]
  )
  func needsDifference(contract: String) {
    let text = file(referenceFields, [["contract": contract]])
    #expect(
      message { () throws(ReferenceError) in _ = try references(text) }
        == "published.csv:2, column \"difference\": The contract \"\(contract)\" requires a "
        + "description of the difference. Describe it in a sentence, or change the contract."
    )
  }

  @Test("A long value is shortened and its quotation marks and backslashes are escaped")
  func quotesValues() {
    let text = file(
      referenceFields,
      [["qualifier": "a\\\"" + String(repeating: "b", count: 70)]]
    )
    let found = message { () throws(ReferenceError) in _ = try references(text) }
    let expected = #""a\\\""# + String(repeating: "b", count: 57) + "…\" is not a known qualifier."
    #expect(found?.contains(expected) == true)
  }
}
