import ArgumentParser
import Testing

@testable import parallax

/// Arguments that are refused before anything is done.
struct UsageTests {
  @Test(arguments: [
    (["query", "runs", "--timeout", "2147484"], "above 0 and at most 1000000."),
    (["query", "runs", "--param", "run=a", "--param", "run=b"], "--param gives run twice."),
    (["measure", "--until-interval", "1e-300%"], "--until-interval"),
    (["measure", "--until-interval", "1e-300%"], "at least 0.0000001% and below 100%"),
    (["measure", "--until-interval", "0.05"], "with a percent sign, as in 5%"),
    (["measure", "--until-interval", "5"], "with a percent sign, as in 5%"),
    (["measure", "--until-interval", "100%"], "below 100%"),
    (["compare", "latest", "--tolerance", "0.05"], "with a percent sign, as in 5%"),
    (["compare", "latest", "--tolerance", "5"], "with a percent sign, as in 5%"),
    (["compare", "latest", "--tolerance=-5%"], "at least 0%"),
    (["reproduce", "k3f9x2t", "--tolerance", "5"], "with a percent sign, as in 5%"),
    (["import", "--as", "Workloads/PingPong/published.csv", "a"], "the folder Workloads of the"),
    (["import", "--as", "./Workloads/X", "a"], "the folder Workloads of the source tree"),
    (["import", "--as", "x/../Workloads//X", "a"], "has no \".\", no \"..\""),
    (["import", "--as", "/a", "a"], "a slash only between two words"),
    (["import", "--as", "a/", "a"], "Give a name such as ci/nightly."),
    (["import", "--as", "", "a"], "a name is one line"),
    (["import", "--as", " a", "a"], "white space"),
    (["import", "--as", "a\nb", "a"], "hidden characters"),
    (["import", "--as", "a\u{202E}b", "a"], "hidden characters"),
    (["import", "--as", String(repeating: "x", count: 1_001), "a"], "up to 1000 bytes"),
    (["publish", "--branch", "b", "--keep", "/docs"], "Write \"docs\", or * for all files."),
    (["publish", "--branch", "b", "--keep", "../docs"], "Write \"docs\""),
    (["publish", "--branch", "b", "--keep", "a/../b"], "have no \"..\""),
    (["publish", "--branch", "b", "--keep", "a", "--keep", ""], "--keep \"\" matches nothing"),
    (["publish", "--branch", "b", "--keep", "./"], "matches nothing"),
    (["measure", "--until-interval", "5%", "--trials", "10001"], "from 1 to 10000."),
    (["measure", "--until-interval", "5%", "--trials", "5"], "at least 6 and at most 10000."),
    (["reproduce", "k3f9x2t", "--trials", "10001"], "whole number from 1 to 10000."),
    (["measure", "--trials", "99999999999999999999"], "whole number from 1 to 10000."),
    (["measure", "--seed=-1"], "whole number from 0 to 18446744073709551615."),
    (["measure", "--seed", "0x7"], "whole number from 0 to 18446744073709551615."),
    (["measure", "--seed", "+7"], "whole number from 0 to 18446744073709551615."),
    (["serve", "--port", "1e3"], "whole number from 0 to 65535."),
    (["serve", "--port", "65536"], "whole number from 0 to 65535."),
    (["query", "runs", "--rows", "99999999999999999999"], "whole number from 0 to 1000000000."),
    (["query", "runs", "--rows=-1"], "whole number from 0 to 1000000000."),
    (["query", "runs", "--timeout", "nan"], "above 0 and at most 1000000."),
    (["measure", "--until-interval", "5%", "--budget", "0x5s"], "Write it as 90s, 10m or 1.5h"),
    (["compare", "latest", "--tolerance", "0x5%"], "a decimal number with a percent sign"),
    (["compare", "latest", "--tolerance", "inf%"], "a decimal number with a percent sign"),
    (["publish", "--to", "d", "--base-url", "https://"], "and a host"),
    (["publish", "--to", "d", "--base-url", "ftp://a.org"], "must be an address with https://"),
    (
      ["publish", "--to", "d", "--base-url", "https://a b.org"],
      "such as https://example.org/report"
    ),
    (["publish", "--to", "d", "--base-url", "https://a.org/?x"], "without ? and #"),
    (["remove", "--older-than", "2w"], "from 0d to 100000d"),
    (["remove", "--older-than", "100001d"], "from 0d to 100000d"),
    (["remove", "--tag", ""], "--tag is empty."),
    (["report", "--workload", "ping-pnog"], "Did you mean \"ping-pong\"?"),
    (["publish", "--to", "x", "--workload", "race", "--workload", ""], "Unknown workload \"\"."),
    (["list", "run"], "Did you mean \"runs\"?"),
  ])
  func aWrongValueIsAUsageErrorThatSaysWhatIsRight(arguments: [String], message: String) {
    do {
      _ = try Parallax.parseAsRoot(arguments)
      Issue.record("\(arguments) was accepted")
    } catch {
      #expect(Parallax.exitCode(for: error) == .validationFailure)
      let text = Parallax.message(for: error)
      #expect(text.contains(message), "\(text)")
    }
  }

  @Test(arguments: [
    "nightly", "ci/nightly", "Nightly 2026-11-30.json", "größe", "a.b", "my-workloads",
  ])
  func aNameOfOneSpellingIsAccepted(name: String) throws {
    _ = try Parallax.parseAsRoot(["import", "--as", name, "a"])
  }

  @Test func subcommandsAreCheckedAlsoForHelpAndTheHiddenOneIsNotOffered() throws {
    let tool = try BuiltTool()
    for arguments in [["nope"], ["help", "nope"]] {
      let result = try tool.run(shell: "exec \"$0\" \"$@\"", arguments)
      #expect(result.exitCode == 64)
      #expect(result.errors.contains("Unknown subcommand \"nope\"."), "\(result.errors)")
      #expect(!result.errors.contains("fixture"))
    }
    #expect(try tool.run("help", "list").exitCode == 0)
  }

  @Test func anArgumentThatIsNoTextIsRefused() throws {
    let tool = try BuiltTool()
    let result = try tool.run(
      shell: "exec \"$0\" measure --dry-run --env \"$(printf 'A=\\377')\"")
    #expect(result.exitCode == 64)
    #expect(result.errors.contains("is not UTF-8 text"), "\(result.errors)")
  }
}
