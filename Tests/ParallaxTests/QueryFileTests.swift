import BenchmarkModel
import Testing

@testable import parallax

struct QueryFileTests {
  private func query(_ text: String) throws -> CannedQuery {
    try QueryFile.query(in: text, name: "q", path: "q.sql")
  }

  @Test func aWholeHeaderIsRead() throws {
    let query = try query(
      """
      -- title: Slow cases
      -- question: Which are slow: and which not?
      -- param run run latest: the run
      -- param rows integer 20: how many
      -- param note text '': a text
      -- param share number: a share
      -- unit median: ns
      SELECT :run, :rows, :note, :share; -- not a :parameter

      """)
    #expect(query.title == "Slow cases")
    #expect(query.question == "Which are slow: and which not?")
    #expect(query.parameters.map(\.description) == ["run=latest", "rows=20", "note=", "share"])
    #expect(query.parameters.map(\.type) == [.run, .integer, .text, .number])
    #expect(query.parameters[3].meaning == "a share")
    #expect(query.units == ["median": "ns"])
    #expect(query.sql == "SELECT :run, :rows, :note, :share; -- not a :parameter")
  }

  @Test(arguments: [
    ("SELECT 1", 1, "\"-- title: …\" is missing"),
    ("-- title: T\nSELECT 1", 1, "\"-- question: …\" is missing"),
    (
      "-- titel: T", 1,
      "\"titel: T\" starts with none of title, question, param, unit, perhaps title"
    ),
    ("-- title: T\n-- just a remark", 2, "\"just a remark\" starts with none of"),
    ("-- title: T\n-- title: T", 2, "title appears twice"),
    ("-- title:", 1, "title has no text after its colon"),
    ("-- title T", 1, "title has no \": \" followed by text"),
    ("-- param a", 1, "param has no \": \""),
    ("-- param a: b", 1, "write \"-- param NAME TYPE DEFAULT: MEANING\""),
    (
      "-- param a int 1: b", 1,
      "\"int\" is not a type; use one of text, workload, runtime, variant, "
        + "metric, integer, number, run"
    ),
    ("-- param a integer x: b", 1, "the default \"x\" of a is not of type integer"),
    ("-- param a text x: b\n-- param a text: b", 2, "the parameter a appears twice"),
    ("-- unit a b: ns", 1, "write \"-- unit COLUMN: UNIT\""),
    ("-- unit a: ns\n-- unit a: s", 2, "unit of a appears twice"),
    ("-- title: T\n-- question: Q\n\n", 3, "there is no statement"),
    ("-- title: T\n-- question: Q\nSELECT :a", 3, "the statement uses :a, but there is no"),
    (
      "-- title: T\n-- question: Q\n-- param a text: b\nSELECT ':a'", 4,
      "the statement does not use the parameter a"
    ),
  ])
  func anErrorNamesFileAndLine(text: String, line: Int, reason: String) throws {
    let error = #expect(throws: CommandError.self) { try query(text) }
    let message = try #require(error).description
    #expect(message.hasPrefix("q.sql:\(line): \(reason)"), "\(message)")
  }

  @Test func parametersInTextsAndCommentsAreNone() {
    let sql = """
      SELECT :a, ':b', 'it''s :c', ":d", [:e], `:f` -- :g
      , /* :h
      */ x::i, :a_1 FROM t WHERE t.y = :j
      """
    #expect(SQLParameters(of: sql).names == ["a", "i", "a_1", "j"])
    #expect(SQLParameters(of: "SELECT ':a").names == [])
    #expect(SQLParameters(of: "SELECT :é, : x").names == [])
    #expect(
      SQLParameters(of: "SELECT :a, ':a', :b").replaced { "<\($0)>" } == "SELECT <a>, ':a', <b>")
  }

  @Test func aClientWithFormsGetsTypesAndDefaults() throws {
    let query = try query(
      """
      -- title: T
      -- question: Q?
      -- param run run latest: r
      -- param other run: o
      -- param rows integer 20: n
      -- param metric text it's: m
      -- param workload text '': w
      SELECT :run, :other, :metric, :workload LIMIT :rows
      """)
    #expect(
      query.sqlWithDefaults == """
        SELECT (SELECT run FROM namedRun WHERE name = coalesce(nullif(:run, ''), 'latest')), \
        (SELECT run FROM namedRun WHERE name = :other), coalesce(nullif(:metric, ''), 'it''s'), \
        :workload LIMIT CAST(coalesce(nullif(:rows, ''), '20') AS INTEGER)
        """)
  }
}
