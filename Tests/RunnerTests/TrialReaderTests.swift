import Testing
import WorkloadKit

@testable import Runner

@Suite struct TrialReaderTests {
  private let reader = TrialReader(
    metrics: ["startNanoseconds"], latencies: ["wakeNanoseconds"], iterations: 2)
  private static let iteration = "{\"elapsedNanoseconds\":5,\"answer\":1}\n"
  private static let refusal = "{\"refused\":\"x\",\"reached\":1}\n"
  private static let closing = "{\"protocol\":1,\"runtimeVersion\":\"go1.27.3\"}\n"

  @Test func aWholeTrialIsRead() throws {
    let transcript = try reader.read(
      Array(
        """
        {"elapsedNanoseconds":2003123456,"answer":18446744073709551615}
        {"answer":0,"metrics":{"startNanoseconds":51234567.5},"elapsedNanoseconds":0}
        {"protocol":1,"runtimeVersion":"go1.27.3","peakResidentBytes":275120128}

        """.utf8
      )
    )
    #expect(
      transcript
        == TrialTranscript(
          iterations: [
            IterationReport(elapsedNanoseconds: 2_003_123_456, answer: .max),
            IterationReport(
              elapsedNanoseconds: 0,
              answer: 0,
              metrics: ["startNanoseconds": 51_234_567.5]
            ),
          ],
          closing: .init(runtimeVersion: "go1.27.3", peakResidentBytes: 275_120_128)
        )
    )
  }

  @Test(
    "A refusal ends a trial before its last iteration",
    arguments: ["", closing, "{\"protocol\":1,\"runtimeVersion\":\"go1.27.3\"}"]
  )
  func refusals(rest: String) throws {
    let line = "{\"refused\":\"starting a thread: no \\\"more\\\"\",\"reached\":32714}\n"
    let transcript = try reader.read(Array((Self.iteration + line + rest).utf8))
    #expect(
      transcript.refusal == .init(reason: "starting a thread: no \"more\"", reached: 32_714)
    )
    #expect(transcript.iterations.count == 1)
    #expect((transcript.closing == nil) == rest.isEmpty)
  }

  /// Output that breaks the protocol: in which line (nil for the whole output), and how.
  struct BadOutput: Sendable {
    let output: String
    let line: Int?
    let problem: String

    init(_ output: String, line: Int? = 1, _ problem: String) {
      self.output = output
      self.line = line
      self.problem = problem
    }
  }

  private static func badLatencies(_ pairs: String) -> String {
    "{\"elapsedNanoseconds\":1,\"answer\":1,\"latencies\":{\"wakeNanoseconds\":\(pairs)}}\n"
  }

  private static let badLatenciesProblem =
    "\"latencies\" must be an object of lists of pairs [value, count] with rising values, "
    + "values up to 9007199254740992, and counts from 1 to 1000000000000."

  private static let badOutputs: [BadOutput] = [
    BadOutput("", line: nil, "the closing line {\"protocol\":1,…} is missing."),
    BadOutput(
      iteration + iteration,
      line: nil,
      "the closing line {\"protocol\":1,…} is missing."
    ),
    BadOutput(iteration + closing, line: nil, "1 iterations instead of 2."),
    BadOutput(iteration + iteration + iteration, line: 3, "3 iterations instead of 2."),
    BadOutput(closing + iteration, line: 2, "it comes after the line that ends the trial."),
    BadOutput(closing + closing, line: 2, "it comes after the line that ends the trial."),
    BadOutput(refusal + iteration, line: 2, "it comes after the line that ends the trial."),
    BadOutput(refusal + refusal, line: 2, "it comes after the line that ends the trial."),
    BadOutput(iteration + "\n" + closing, line: 2, "it is not a JSON object."),
    BadOutput("hello world\n", "it is not a JSON object."),
    BadOutput("{\"elapsedNanoseconds\":5,\"answ", "it is not a JSON object."),
    BadOutput("[1]\n", "it is not a JSON object."),
    BadOutput("{\"elapsedNanoseconds\":5}\n", "the key \"answer\" is missing."),
    BadOutput(
      "{\"elapsed\":5}\n",
      "unknown key \"elapsed\"; allowed here: elapsedNanoseconds, answer, "
        + "processorNanoseconds, metrics, latencies."
    ),
    BadOutput(
      "{\"elapsedNanoseconds\":-5,\"answer\":1}\n",
      "\"elapsedNanoseconds\" must be a whole number from 0 to 9007199254740992."
    ),
    BadOutput(
      "{\"elapsedNanoseconds\":9007199254740993,\"answer\":1}\n",
      "\"elapsedNanoseconds\" must be a whole number from 0 to 9007199254740992."
    ),
    BadOutput(
      "{\"elapsedNanoseconds\":1,\"answer\":18446744073709551616}\n",
      "\"answer\" must be a whole number from 0 to 18446744073709551615."
    ),
    BadOutput(
      "{\"elapsedNanoseconds\":1,\"answer\":1.5}\n",
      "\"answer\" must be a whole number from 0 to 18446744073709551615."
    ),
    BadOutput(
      "{\"elapsedNanoseconds\":1,\"answer\":\"1\"}\n",
      "\"answer\" must be a whole number from 0 to 18446744073709551615."
    ),
    BadOutput(
      "{\"elapsedNanoseconds\":1,\"answer\":1,\"metrics\":{\"naps\":1}}\n",
      "unknown metric \"naps\"; the workload's contract has startNanoseconds."
    ),
    BadOutput(
      "{\"elapsedNanoseconds\":1,\"answer\":1,\"metrics\":{\"startNanoseconds\":-1}}\n",
      "\"metrics\" must be an object of numbers, each 0 or from 1e-09 to 9007199254740992."
    ),
    BadOutput(
      "{\"elapsedNanoseconds\":1,\"answer\":1,\"metrics\":null}\n",
      "\"metrics\" must be an object of numbers, each 0 or from 1e-09 to 9007199254740992."
    ),
    BadOutput(
      "{\"elapsedNanoseconds\":1,\"answer\":1,\"latencies\":{\"naps\":[]}}\n",
      "unknown metric \"naps\"; the workload's contract has wakeNanoseconds."
    ),
    BadOutput(badLatencies("[[5,1],[5,1]]"), badLatenciesProblem),
    BadOutput(badLatencies("[[5,0]]"), badLatenciesProblem),
    BadOutput(badLatencies("[[5]]"), badLatenciesProblem),
    BadOutput(badLatencies("[[9007199254740993,1]]"), badLatenciesProblem),
    BadOutput(badLatencies("[[-1,1]]"), badLatenciesProblem),
    BadOutput(
      "{\"protocol\":2,\"novelty\":true}\n",
      "it has protocol version 2, but this is version 1."
    ),
    BadOutput("{\"protocol\":1}\n", "the key \"runtimeVersion\" is missing."),
    BadOutput(
      "{\"protocol\":1,\"runtimeVersion\":\"\"}\n",
      "\"runtimeVersion\" must be a text of 1 to 1000 bytes."
    ),
    BadOutput("{\"refused\":\"x\"}\n", "the key \"reached\" is missing."),
    BadOutput(
      "{\"elapsedNanoseconds\":5,\"answer\":1,\"answer\":1}\n",
      "the key \"answer\" appears twice in one object."),
    BadOutput(
      "{\"elapsedNanoseconds\":5,\"answer\":1,\"\\u0061nswer\":2}\n",
      "the key \"answer\" appears twice in one object."),
    BadOutput(
      "{\"elapsedNanoseconds\":1,\"answer\":1,\"metrics\":{\"startNanoseconds\":1,"
        + "\"startNanoseconds\":2}}\n",
      "the key \"startNanoseconds\" appears twice in one object."),
    BadOutput(
      "{\"elapsedNanoseconds\":1,\"answer\":1,\"latencies\":{\"wakeNanoseconds\":[],"
        + "\"wakeNanoseconds\":[]}}\n",
      "the key \"wakeNanoseconds\" appears twice in one object."),
    BadOutput(
      "{\"protocol\":1,\"runtimeVersion\":\"a\",\"runtimeVersion\":\"b\"}\n",
      "the key \"runtimeVersion\" appears twice in one object."),
    BadOutput(
      "{\"elapsedNanoseconds\":5,\"answer\":1} {}\n",
      "something follows its JSON object; print one object per line."),
    BadOutput(
      "{\"a\":" + String(repeating: "[", count: 100) + "\n",
      "its values are nested more than 8 deep."),
    BadOutput(badLatencies("[[1e1,1]]"), badLatenciesProblem),
    BadOutput(badLatencies("{}"), badLatenciesProblem),
    BadOutput(badLatencies("[5,1]"), badLatenciesProblem),
  ]

  /// It is one character for Swift, since all accents belong to the first letter.
  @Test func aTextIsBoundedInBytes() throws {
    let text = "e" + String(repeating: "\u{301}", count: 500)
    let line = "{\"protocol\":1,\"runtimeVersion\":\"\(text)\"}"
    let error = try #require(throws: RunnerError.self) { try reader.read(Array(line.utf8)) }
    #expect(error.description.contains("\"runtimeVersion\" must be a text of 1 to 1000 bytes."))
  }

  @Test(
    "A whole number has digits only",
    arguments: [
      ("1.0", true), ("1e5", true), ("1E0", true), ("-0", true), ("-1", true), ("true", true),
      ("[]", true), ("01", false), ("+1", false), ("1.", false), (".5", false), ("1e", false),
      ("0x1", false), ("NaN", false), ("Infinity", false), ("1_0", false),
      ("١", false), ("", false), ("tru", false),
    ])
  func wholeNumbers(text: String, isJSON: Bool) throws {
    for line in [
      "{\"elapsedNanoseconds\":5,\"answer\":\(text)}",
      "{\"elapsedNanoseconds\":\(text),\"answer\":5}",
      "{\"protocol\":\(text),\"runtimeVersion\":\"a\"}", "{\"refused\":\"x\",\"reached\":\(text)}",
    ] {
      let error = try #require(throws: RunnerError.self) { try reader.read(Array(line.utf8)) }
      let problem = isJSON ? "must be a whole number from 0 to" : "it is not a JSON object."
      #expect(error.description.contains(problem), "\(line): \(error)")
    }
  }

  @Test(
    "A number beyond all numbers is named with its place",
    arguments: ["1E400", "-1e999", "1.5e+309"])
  func numberOutOfRange(text: String) throws {
    for (start, end) in [
      ("{\"elapsedNanoseconds\":", ",\"answer\":5}"),
      ("{\"elapsedNanoseconds\":5,\"answer\":1,\"metrics\":{\"é\":", "}}"),
    ] {
      let error = try #require(throws: RunnerError.self) {
        try reader.read(Array((start + text + end).utf8))
      }
      let place = "at character \(start.unicodeScalars.count + 1) is out of range."
      #expect(error.description.contains("line 1 of standard output: the number \(text) \(place)"))
    }
  }

  @Test(
    "A text is valid UTF-8 with the escapes of JSON",
    arguments: [
      (#"ä\u00e4\ud83d\ude00\/\"\\"#, Optional("ää😀/\"\\")), (#"\ud83d"#, nil), (#"\ude00"#, nil),
      (#"\ud83d\u0041"#, nil), (#"\u12"#, nil), (#"\u+123"#, nil), (#"\x"#, nil), ("a\u{0}b", nil),
      ("a\tb", nil),
    ])
  func texts(text: String, expected: String?) throws {
    let line = Array("{\"refused\":\"\(text)\",\"reached\":1}".utf8)
    guard let expected else {
      #expect(throws: RunnerError.self) { try reader.read(line) }
      return
    }
    #expect(try reader.read(line).refusal?.reason == expected)
  }

  @Test func aTextThatIsNotUTF8IsNamedWithItsLine() throws {
    let line = Array("{\"refused\":\"".utf8) + [0xC3, 0x28] + Array("\",\"reached\":1}".utf8)
    let error = try #require(throws: RunnerError.self) {
      try reader.read(Array(Self.iteration.utf8) + line)
    }
    #expect(
      error.description.contains("line 2 of standard output: it has a text that is not UTF-8."))
  }

  @Test(arguments: [
    "{\"port\":1,\"port\":2}", "{\"port\":70000}", "{\"port\":1.0}", "{\"harbor\":1}", "[]",
    "{\"port\":1} x",
  ])
  func aFixtureIsReadAsStrictly(line: String) throws {
    #expect(throws: TrialLineProblem.self) { try FixturePorts(line.utf8) }
    let report = line.replacing("port", with: "connections").replacing("70000", with: "-1")
    #expect(throws: TrialLineProblem.self) { try FixtureReport(report.utf8) }
  }

  @Test("Output that breaks the protocol is reported with its line", arguments: badOutputs)
  func badOutput(bad: BadOutput) throws {
    let error = try #require(throws: RunnerError.self) { try reader.read(Array(bad.output.utf8)) }
    var message = "The trial broke the protocol in "
    if let line = bad.line {
      let text = bad.output.split(separator: "\n", omittingEmptySubsequences: false)[line - 1]
      message += "line \(line) of standard output: \(bad.problem) The line is: \"\(text)\"."
    } else {
      message += "standard output: \(bad.problem)"
    }
    #expect(error.description == message)
  }

  @Test func controlCharactersAreShownAsSpaces() throws {
    let error = try #require(throws: RunnerError.self) {
      try reader.read(Array("a\tb\u{1b}c\n".utf8))
    }
    #expect(
      error.description
        == "The trial broke the protocol in line 1 of standard output: it is not a JSON object. The line is: \"a b c\"."
    )
  }

  @Test func bytesThatAreNotUTF8AreShownWithReplacements() throws {
    let error = try #require(throws: RunnerError.self) { try reader.read([0x7b, 0xff, 0x0a]) }
    #expect(
      error.description
        == "The trial broke the protocol in line 1 of standard output: it is not a JSON object. "
        + "The line is: \"{\u{fffd}\"."
    )
  }

  @Test func aLineThatIsTooLongIsNotParsedAndShownShortened() throws {
    let line = [UInt8](repeating: UInt8(ascii: "1"), count: TrialReader.maximumLineBytes + 1)
    let error = try #require(throws: RunnerError.self) { try reader.read(line) }
    #expect(
      error.description
        == "The trial broke the protocol in line 1 of standard output: it is longer than 1048576 "
        + "bytes. The line is: \"" + String(repeating: "1", count: 160) + "…\"."
    )
  }

  @Test func aWorkloadWithoutMetricsSaysSo() throws {
    let reader = TrialReader(metrics: [], iterations: 1)
    let line = "{\"elapsedNanoseconds\":1,\"answer\":1,\"metrics\":{\"naps\":1}}"
    let error = try #require(throws: RunnerError.self) { try reader.read(Array(line.utf8)) }
    #expect(
      error.description.contains("unknown metric \"naps\"; the workload's contract has none.")
    )
  }

  @Test func whatOurOwnProgramsPrintIsUnderstood() throws {
    let report = IterationReport(
      elapsedNanoseconds: 7,
      answer: .max,
      processorNanoseconds: 9,
      metrics: ["startNanoseconds": 3],
      latencies: ["wakeNanoseconds": latencyCounts([1, 5_000, 1])]
    )
    let lines = [TrialLine.iteration(report), TrialLine.iteration(report)].joined(separator: "\n")
    let transcript = try reader.read(Array((lines + "\n" + Self.closing).utf8))
    #expect(transcript.iterations == [report, report])
    let refusal = TrialLine.refusal(Refusal("starting a \"thread\"", code: 11, reached: 4))
    #expect(try reader.read(Array(refusal.utf8)).refusal?.reached == 4)
  }
}
