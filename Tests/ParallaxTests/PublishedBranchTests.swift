import Foundation
import Platform
import Runner
import Testing

@testable import parallax

/// Which branches are published to, and what stays on them.
struct PublishedBranchTests {
  let tool: BuiltTool
  private var root: String { "\(tool.folder)/tree" }
  private static let files: [String: [UInt8]] = [
    "index.html": [1], "charts/a, b.svg": [2],
    "SHA256SUMS": [3],
  ]

  init() throws {
    tool = try BuiltTool()
    try git("git init -q -b main '\(root)'")
    try git("echo x > x && git add . && git commit -q -m Begin")
  }

  /// Runs commands in the checkout.
  @discardableResult
  private func git(_ script: String) throws -> String {
    let result = try tool.run(
      shell: """
        cd '\(root)' 2>/dev/null || cd '\(tool.folder)' || exit 99
        export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@t GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@t
        \(script)
        """)
    #expect(result.exitCode == 0, "\(result.errors)")
    return result.output
  }

  @discardableResult
  private func publish(
    _ files: [String: [UInt8]] = files, to name: String = "pages", keep: [String] = []
  ) throws -> PublishedBranch.Outcome {
    try git("git config user.name t; git config user.email t@t")
    return try PublishedBranch(name: name, keep: keep, root: root).commit(files)
  }

  /// The error, after which no branch or work tree has changed.
  private func refusal(
    of name: String = "pages", _ files: [String: [UInt8]] = files
  ) throws -> String {
    let state = "git for-each-ref; git status --porcelain; ls -A . .git/worktrees 2>/dev/null; true"
    let before = try git(state)
    let error = try #require(throws: CommandError.self) { try publish(files, to: name) }
    #expect(try git(state) == before)
    return error.description
  }

  @Test func filesOfTheHostStay() throws {
    #expect(try publish(keep: ["mine"]).idlePatterns == [])
    try git(
      """
      git worktree add -q ../other pages && cd ../other
      mkdir -p .well-known/deep sub && echo example.org > CNAME && echo 1 > .well-known/deep/a
      echo 2 > google1.html && echo 3 > sub/google2.html && ln -s CNAME link
      echo 4 > run && chmod +x run && echo 5 > gone && echo 6 > charts/mine.svg
      git add . && git commit -q -m Mine && cd .. && git -C tree worktree remove other
      """)
    let outcome = try publish(
      ["index.html": [7], "SHA256SUMS": Self.files["SHA256SUMS"] ?? []],
      keep: [".well-known", "google*.html", "link", "run", "nothing*", "index.html"])
    #expect(
      outcome.kept == [
        ".well-known/deep/a", "CNAME", "google1.html", "link", "run",
      ])
    #expect(outcome.dropped == ["charts/mine.svg", "gone", "sub/google2.html"])
    #expect(outcome.idlePatterns == ["nothing*", "index.html"])
    #expect(
      try git("git ls-tree -r pages | sed 's/ .*\\t/ /'") == """
        100644 .parallax-files
        100644 .well-known/deep/a
        100644 CNAME
        100644 SHA256SUMS
        100644 google1.html
        100644 index.html
        120000 link
        100755 run

        """)
    #expect(try git("git show pages:CNAME") == "example.org\n")
    // With everything kept, only what publishing wrote before is taken away.
    #expect(try publish(keep: ["*"]).kept.count == 5)
  }

  @Test(arguments: [
    ("CNAME", "CNAME", true), ("a/CNAME", "CNAME", false), ("a/b/c", "a", true),
    ("a/b/c", "a/", true), ("ab", "a", false), ("a/b.html", "*.html", true),
    ("a/b.html", "a/?.html", true), ("b.html", "[ab].html", true), (".x", "*", true),
    ("A", "a", false), ("\u{E9}.txt", "?.txt", true), ("\u{1F600}.txt", "?.txt", true),
    ("e\u{301}.txt", "??.txt", true), ("\u{E9}\u{E9}.txt", "?.txt", false),
    ("\u{E9}.txt", "[\u{E8}-\u{EA}].txt", true), ("\u{E9}/a", "*a", true),
  ]) func patternsAreThoseOfGitByCharacters(path: String, pattern: String, isMatch: Bool) {
    #expect(PublishedBranch.matches(path, pattern) == isMatch)
  }

  /// Patterns in another spelling than git's, as a shell completes them, keep the same files.
  @Test func aPatternInAnotherSpellingKeepsTheSame() throws {
    try publish()
    try git(
      """
      git worktree add -q ../other pages && cd ../other && mkdir docs && echo 1 > docs/a.md
      git add . && git commit -q -m Mine && cd .. && git -C tree worktree remove other
      """)
    let patterns = [
      "./docs", "docs/", "docs//a.md", ".//docs/./a.md", "././docs/*", "./*", "docs",
    ]
    for (index, pattern) in patterns.enumerated() {
      let outcome = try publish(["index.html": [UInt8(index)]], keep: [pattern])
      #expect(outcome.commit != nil && outcome.kept == ["docs/a.md"], "\(pattern)")
      #expect(outcome.idlePatterns == [], "\(pattern)")
    }
    #expect(try git("git show pages:docs/a.md") == "1\n")
  }

  @Test(arguments: ["", "/", "/docs", "..", "../docs", "docs/../..", ".", "./", "//"])
  func aPatternThatCanMatchNothingHasNoSpelling(pattern: String) {
    #expect(PublishedBranch.normalized(pattern) == nil)
  }

  @Test func aBranchThatIsCheckedOutAnywhereIsRefused() throws {
    #expect(try refusal(of: "main").contains("is checked out in \"\(root)\""))
    try publish()
    try git("git worktree add -q '../other place' pages")
    #expect(try refusal().contains("is checked out in \"\(tool.folder)/other place\""))
    try git("git -C '../other place' checkout -q --detach && git checkout -q --detach")
    #expect(try publish(["index.html": [9], "SHA256SUMS": [1]]).commit != nil)
  }

  @Test(arguments: [false, true]) func anotherNameOfABranchIsRefused(isThere: Bool) throws {
    if isThere { try publish() }
    try git("git symbolic-ref refs/heads/alias refs/heads/pages")
    #expect(try refusal(of: "alias").contains("is another name of \"refs/heads/pages\""))
  }

  @Test(arguments: [
    "git checkout -q pages; echo y > y; git add y; git commit -q -m y; git rebase -q -x false HEAD~1",
    "mkdir \"$(git rev-parse --git-dir)/rebase-apply\"; "
      + "echo refs/heads/pages > \"$(git rev-parse --git-dir)/rebase-apply/head-name\"",
    "git checkout -q pages; git bisect start; git checkout -q --detach",
  ]) func aBranchInTheMiddleOfAnOperationIsRefused(operation: String) throws {
    try publish()
    for place in ["../tree", "../other"] {
      try git("git worktree add -q --detach ../other 2>/dev/null; cd \(place); \(operation); true")
      #expect(try refusal().contains("is not finished, according to"), "\(place)")
      try git(
        """
        cd \(place); git rebase --abort; git bisect reset; git checkout -q --detach
        rm -rf "$(git rev-parse --git-dir)"/rebase-*; true
        """)
    }
    #expect(try publish(["index.html": [9]]).commit != nil)
  }

  @Test func aKeptFileWhoseNameIsNotUTF8IsRefused() throws {
    try publish()
    try git(
      """
      git worktree add -q ../other pages && cd ../other && echo 1 > "$(printf 'caf\\351.txt')"
      git add . && git commit -q -m Mine && cd .. && git -C tree worktree remove other
      """)
    let error = #expect(throws: CommandError.self) {
      try publish(["index.html": [7]], keep: ["caf*"])
    }
    #expect(error?.description.contains("its name is not UTF-8") == true)
    #expect(try publish(["index.html": [7]]).commit != nil)
  }

  @Test func whatIsNoBranchNameIsRefused() throws {
    for name in ["@", "HEAD", "-x", "refs/heads/x", "a..b", "", "a b", "@{-1}"] {
      let message = try refusal(of: name)
      #expect(message.contains("This is not the name of a branch."), "\(name): \(message)")
    }
  }

  @Test func aBranchThatIsNoSiteIsRefused() throws {
    // The same files as a site has, but not from publishing to a branch.
    try git(
      """
      git branch none; touch index.html; sha256sum index.html > SHA256SUMS; git add .
      git commit -q -m Sums; git branch sums; echo index.html > .parallax-files; git add .
      git commit -q -m List; git branch list
      """)
    for name in ["none", "sums", "list"] {
      #expect(try refusal(of: name).contains("This branch is not a published site"))
    }
  }

  @Test(arguments: [
    "git init -q -b main tree",
    "git clone -q --bare old bare && git -C bare worktree add -q ../tree",
  ]) func aNewRepositoryAndABareOneWithAWorkTreeAreFine(make: String) throws {
    try git("cd '\(tool.folder)' && mv tree old && \(make)")
    #expect(try publish().commit != nil)
    #expect(try publish().commit == nil)
  }

  @Test func aLockedBranchIsReportedInTwoLines() throws {
    try publish()
    try git("touch .git/refs/heads/pages.lock")
    let lines = try refusal(of: "pages", ["index.html": [3]]).split(separator: "\n")
    #expect(lines.count == 2, "\(lines)")
    #expect(lines.first == "Git could not set the branch \"pages\", so nothing was published.")
    #expect(lines.last?.contains("cannot lock ref") == true, "\(lines)")
  }

  @Test func aHookThatRefusesIsReported() throws {
    try git(
      """
      printf '#!/bin/sh\\necho no pages today >&2\\nexit 1\\n' > .git/hooks/reference-transaction
      chmod +x .git/hooks/reference-transaction
      """)
    #expect(throws: CommandError.self) { try publish() }
    #expect(try git("git for-each-ref --format='%(refname)'") == "refs/heads/main\n")
  }

  /// A hook that runs before the change can prevent it; one that runs after it cannot.
  @Test(.timeLimit(.minutes(1)), arguments: ["prepared", "committed"])
  func aSlowHookIsEndedAndLeavesNoLock(state: String) throws {
    try git(
      """
      git config user.name t; git config user.email t@t
      printf '#!/bin/sh\\n[ "$1" = \(state) ] || exit 0\\ntrap "" TERM\\necho $$ > ../pid\\nsleep 40\\n' \
        > .git/hooks/reference-transaction
      chmod +x .git/hooks/reference-transaction
      """)
    let interruption = Interruption()
    let pid = "\(tool.folder)/pid"
    Thread.detachNewThread {
      while !FileManager.default.fileExists(atPath: pid) { usleep(10_000) }
      interruption.end(within: .milliseconds(300))
    }
    let branch = PublishedBranch(name: "pages", keep: [], root: root, interruption: interruption)
    let isDone = (try? branch.commit(Self.files)) != nil
    #expect(isDone == (state == "committed"))
    #expect(try git("git for-each-ref refs/heads/pages").isEmpty == !isDone)
    let process = try #require(
      pid_t(try String(contentsOfFile: pid, encoding: .utf8).split(separator: "\n").first ?? ""))
    #expect(!isRunning(process))
    try git("rm .git/hooks/reference-transaction")
    #expect(try publish(["index.html": [9]]).commit != nil)
  }

  @Test func aDamagedConfigurationIsReportedInTheWordsOfGit() throws {
    try git("echo '[core' >> .git/config")
    let error = #expect(throws: CommandError.self) {
      try PublishedBranch(name: "pages", keep: [], root: root).commit(Self.files)
    }
    #expect(error?.description.contains("bad config line") == true, "\(String(describing: error))")
  }

  @Test func aFolderThatIsNoCheckoutIsReported() throws {
    try git("rm -rf .git")
    let error = #expect(throws: CommandError.self) {
      try PublishedBranch(name: "pages", keep: [], root: root).commit(Self.files)
    }
    #expect(
      error?.description.contains("find the checkout whose branch is published to") == true
        || error?.description.contains("dubious ownership") == true, "\(String(describing: error))")
  }

  @Test(.enabled(if: geteuid() == 0, "needs root to give a folder away"))
  func aCheckoutOfAnotherUserIsReported() throws {
    try git("git config user.name t; git config user.email t@t; chown -R 65534 .")
    let error = #expect(throws: CommandError.self) {
      try PublishedBranch(name: "pages", keep: [], root: root).commit(Self.files)
    }
    #expect(error?.description.contains("detected dubious ownership") == true)
    #expect(error?.description.split(separator: "\n").count == 2)
  }

  @Test func keepingIsForBranches() throws {
    let result = try tool.run("publish", "--to", "\(tool.folder)/x", "--keep", "CNAME")
    #expect(result.exitCode == 64)
    #expect(result.errors.contains("--keep is for --branch"), "\(result.errors)")
  }
}
