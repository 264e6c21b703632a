import FoundationEssentials
import Testing

/// Folders of Criterion.rs.
extension InputTests {
  private static let criterion = #"{"mean": {"point_estimate": 5.0}}"#

  @Test func aPipeInACriterionFolderIsReadAndABrokenLinkIsNamed() throws {
    let cases = [("benchmark.json", true), ("benchmark.json", false), ("sample.json", false)]
    for (file, isDone) in cases {
      let name = "\(UUID())"
      _ = try write(#"{"full_id": "a"}"#, to: "\(name)/a/new/benchmark.json")
      _ = try write(Self.criterion, to: "\(name)/a/new/estimates.json")
      let special = isDone ? "mkfifo $F; cat $T/saved > $F &" : "ln -s $T/none $F"
      let result = try bash(
        """
        F=$T/\(name)/a/new/\(file); if [ -e $F ]; then mv $F $T/saved; fi
        \(special)
        timeout 20 "$0" import --db $DB $T/\(name)
        """)
      #expect(
        isDone == result.output.hasSuffix("1 result with 0 values, added\n"), "\(result)")
      #expect(isDone || result.errors.contains("new/\(file)\": It cannot be read"), "\(result)")
    }
  }

  @Test func aCriterionFolderIsFollowedThroughLinks() throws {
    for name in ["a", "b"] {
      _ = try write(#"{"full_id": "\#(name)"}"#, to: "elsewhere/\(name)/new/benchmark.json")
      _ = try write(Self.criterion, to: "elsewhere/\(name)/new/estimates.json")
    }
    let result = try bash(
      """
      mkdir $T/criterion; ln -s ../elsewhere/a $T/criterion/a; cp -r $T/elsewhere/b $T/criterion/b
      ln -s .. $T/criterion/loop; ln -s b $T/criterion/again; ln -s criterion $T/link
      rm -r $T/elsewhere/b; "$0" import --db $DB $T/link
      """)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(
      result.output.hasSuffix("criterion: 2 results with 0 values, added\n"), "\(result.output)")
    #expect(try tool.value("SELECT group_concat(name, ' ') FROM externalSummary") == "a b")
  }

  @Test func aNameInACriterionFolderThatIsNotUTF8IsNamed() throws {
    for name in ["caf\u{E9}", "a\u{FFFD}"] {
      _ = try write(#"{"full_id": "\#(name)"}"#, to: "criterion/\(name)/new/benchmark.json")
      _ = try write(Self.criterion, to: "criterion/\(name)/new/estimates.json")
    }
    let result = try bash(
      """
      "$0" import --db $DB $T/criterion && cp -r $T/criterion/a* "$T/criterion/$(printf "b\\\\351")"
      exec "$0" import --db $DB $T/criterion
      """)
    #expect(result.output.contains("2 results with 0 values, added\n"), "\(result)")
    #expect(result.exitCode == 1, "\(result)")
    #expect(
      result.errors.contains("criterion\": The name \"b\\xE9\" in it is not UTF-8."), "\(result)")
  }
}
