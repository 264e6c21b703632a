import BenchmarkModel
import Testing

@testable import References

@Suite struct ReleaseReaderTests {
  private func read(_ lines: String) throws -> [Release] {
    try ReleaseReader.releases(
      in: Array("version,date,address,sentence\n\(lines)\n".utf8), of: "go", path: "releases.csv")
  }

  @Test func aLineIsARelease() throws {
    let found = try read("1.25,2025-08,https://go.dev/doc/go1.25,\"Slices, on stacks.\"")
    #expect(
      found == [
        Release(
          language: "go", version: "1.25", date: "2025-08", address: "https://go.dev/doc/go1.25",
          sentence: "Slices, on stacks.")
      ])
  }

  @Test(arguments: [
    ("go1.25,2025,https://go.dev,x", "\"go1.25\" is not a version"),
    ("1..2,2025,https://go.dev,x", "\"1..2\" is not a version"),
    ("1.25,August,https://go.dev,x", "\"August\" is not a date"),
    ("1.25,2025,javascript:x,x", "is not a web address"), ("1.25,2025,https://go.dev,", "sentence"),
    ("1.25,2025,https://go.dev,x\n1.25,2025,https://go.dev,y", "1.25"),
  ])
  func aFaultIsNamed(lines: String, message: String) throws {
    let error = try #require(throws: ReferenceError.self) { try read(lines) }
    #expect(error.description.contains(message), "\(error.description)")
  }
}
