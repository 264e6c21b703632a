import FoundationEssentials
import Testing

@testable import WorkloadKit
@testable import parallax

struct NewPackageTests {
  private func package(
    _ name: String = "fan-out", _ styles: [Style] = Style.allCases,
    _ dependency: NewPackage.Dependency = .path("/opt/parallax")
  ) -> NewPackage {
    NewPackage(name: name, styles: styles, dependency: dependency)
  }

  @Test func aPackageHasAFileForEachStyle() {
    #expect(
      package("fan-out", [.async, .threads]).files.keys.sorted() == [
        ".gitignore", "Package.swift", "Workloads/FanOut/README.md",
        "Workloads/FanOut/swift/Async.swift",
        "Workloads/FanOut/swift/FanOut.swift", "Workloads/FanOut/swift/Threads.swift",
        "Workloads/FanOut/trial/main.swift",
      ])
  }

  @Test(arguments: [
    (NewPackage.Dependency.path("/a \"b\"/main"), #".package(path: "/a \"b\"/main")"#, "main"),
    (
      .address("https://example.com/x/parallax.git"),
      #".package(url: "https://example.com/x/parallax.git", branch: "main")"#, "parallax"
    ),
  ])
  func theManifestNamesThePackage(place: NewPackage.Dependency, line: String, identity: String)
    throws
  {
    let manifest = try #require(package("fan-out", [.async], place).files["Package.swift"])
    #expect(manifest.contains("dependencies: [\(line)]"))
    #expect(manifest.contains(#"package: "\#(identity)")"#))
    #expect(manifest.contains(#"name: "FanOutWorkload""#))
    #expect(manifest.contains(#"name: "fan-out", dependencies"#))
  }

  @Test func theFilesKeepTheRulesOfAWorkload() throws {
    let files = package().files
    for (path, text) in files {
      #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "\(path)")
      #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 80, "\(path)")
    }
    for heading in [
      "Question", "Operation", "Timed region", "What must be equal", "What may differ",
    ] {
      #expect(try #require(files["Workloads/FanOut/README.md"]).contains("\n## \(heading)\n"))
    }
  }

  /// Some faults are found only by the compiler's later passes, which a build of the tests does not run on them.
  @Test(.enabled(if: Programs.run("command -v swiftc", []).exitCode == 0, "There is no swiftc."))
  func theFilesCompile() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "package-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    for (path, text) in package().files where path.contains("/swift/") {
      let name = path.split(separator: "/").last ?? ""
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }
    let modules = URL(filePath: BuiltTool.path).deletingLastPathComponent()
      .appending(path: "Modules").path
    let result = Programs.run(
      """
      cd "$0" && exec swiftc -c -wmo -parse-as-library -swift-version 6 -package-name own \
        -enable-upcoming-feature InternalImportsByDefault -module-name FanOutWorkload -I "$1" \
        -o FanOut.o *.swift
      """, [folder, modules])
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  @Test(arguments: [
    "", "A", "-a", "a-", "a--b", "1a", "a b", "../a", "a/b", "task", "self", "programs", "a\u{1b}",
  ])
  func aBadNameIsRefused(name: String) { #expect(NewPackage.objection(toName: name) != nil) }

  /// A workload with the name of a type or file of its own package would replace it.
  @Test func namesThatAPackageUsesAreRefused() throws {
    let sources = package("zzz").files.filter { $0.key.contains("/swift/") }
    let lines = sources.values.flatMap { $0.split(separator: "\n") }.filter { line in
      !["import ", "package import ", "//"].contains {
        line.drop(while: \.isWhitespace).hasPrefix($0)
      }
    }
    let types = lines.flatMap { $0.split { !$0.isLetter } }.filter { $0.first?.isUppercase == true }
    let files = sources.keys.compactMap { $0.split(separator: "/").last?.dropLast(".swift".count) }
    let names = Set((types + files).map(\.kebabCase)).subtracting(["zzz"])
    #expect(names.isSuperset(of: ["int", "parameter-set", "threads", "async-style"]))
    for name in names { #expect(NewPackage.objection(toName: name) != nil, "\(name)") }
  }

  @Test(arguments: ["a", "fan-out", "http2", "token-ring-2"])
  func aGoodNameIsNot(name: String) { #expect(NewPackage.objection(toName: name) == nil) }
}

extension Substring {
  /// `parameter-set` for `ParameterSet`.
  fileprivate var kebabCase: String {
    reduce(into: "") { text, letter in
      text += (letter.isUppercase && !text.isEmpty ? "-" : "") + letter.lowercased()
    }
  }
}
