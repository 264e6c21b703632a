import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Runner
import Testing

@testable import parallax

struct TerminalTests {
  @Test(arguments: [
    ("ping-pong/swift-async", 30, "ping-pong/swift-async"),
    ("ping-pong/swift-async", 21, "ping-pong/swift-async"),
    ("ping-pong/swift-async", 20, "ping-pong/…ift-async"),
    ("ping-pong/swift-async", 3, "p…c"), ("ping-pong", 1, "p"), ("ping-pong", 0, ""),
    ("ping-pong", -4, ""),
  ])
  func aLongNameIsCutInTheMiddle(text: String, columns: Int, cut: String) {
    #expect(fitted(text, columns) == cut)
    #expect(fitted(text, columns).count <= max(columns, 0))
  }

  @Test(arguments: [
    ("reports/latest/results.sqlite", "reports/latest/results.sqlite"),
    ("my results.sqlite", "'my results.sqlite'"), ("", "''"), ("$HOME", "'$HOME'"),
    ("it's", "'it'\\''s'"), ("größe", "'größe'"),
  ])
  func aWordForTheShellIsQuotedIfNecessary(text: String, word: String) {
    #expect(shellWord(text) == word)
  }

  @Test(arguments: [("5%", 0.05), ("0.05%", 0.0005), ("2.5%", 0.025), ("50%", 0.5)])
  func sharesAreRead(text: String, share: Double) throws {
    #expect(try parseShare(text) == share)
  }

  @Test(arguments: [
    "5", "0.05", "0", "0%", "100%", "-5%", "", "%", "five", "nan", "inf%", "1e-300", "0.00000001%",
  ])
  func otherSharesAreRefused(text: String) {
    #expect(throws: ValidationError.self) { try parseShare(text) }
  }

  @Test(arguments: [("90s", 90), ("10m", 600.0), ("1.5h", 5_400)])
  func timesAreRead(text: String, seconds: Double) throws {
    #expect(try parseSeconds(text) == seconds)
  }

  @Test(arguments: ["10", "m", "", "0s", "-1h", "10 minutes", "infs"])
  func otherTimesAreRefused(text: String) {
    #expect(throws: ValidationError.self) { try parseSeconds(text) }
  }

  @Test func piecesAreRead() throws {
    #expect(try parseShard("2/4") == Shard(index: 2, count: 4))
  }

  @Test(arguments: ["0/4", "5/4", "2", "2/", "/4", "1/2/3", "a/b", "1/0"])
  func otherPiecesAreRefused(text: String) {
    #expect(throws: ValidationError.self) { try parseShard(text) }
  }
}
