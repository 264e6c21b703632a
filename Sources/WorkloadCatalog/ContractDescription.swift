import BenchmarkModel
import FoundationEssentials
import WorkloadKit

/// A contract as a trial program describes it (`ContractLine` in WorkloadKit), with values within bounds.
package struct ContractDescription: Sendable, Equatable, Decodable {
  struct Named: Sendable, Equatable, Decodable {
    var name, label: String
    var unit, better: String?
  }

  struct Condition: Sendable, Equatable, Decodable {
    var metric: String
    var share: Double
  }

  struct Parameter: Sendable, Equatable, Decodable {
    var name: String
    var minimum, maximum: Int
    var role: String
  }

  struct Environment: Sendable, Equatable, Decodable {
    struct Library: Sendable, Equatable, Decodable {
      var name, package: String
    }

    var variables: [String: String]
    var library: Library?
    var runtimes: [String]
  }

  struct Variant: Sendable, Equatable, Decodable {
    var name, label, summary: String
    var environment: Environment?
  }

  struct Implementation: Sendable, Equatable, Decodable {
    var style: String
    var variant: String?
  }

  struct Fixture: Sendable, Equatable, Decodable {
    var http: Int?
    var echoLoad, requestLoad, serviceLoad: [Int]?
  }

  struct Size: Sendable, Equatable, Decodable {
    var values: [Int]
    var operations: Int
    var answer: UInt64
    var floorNanoseconds: Int
    var isHeadline, hasSearch: Bool
    var fixture: Fixture?
    var variants: [String]
  }

  var contract: Int
  package var name: String
  var title, operation: String
  var packages: [String]
  var mayOverflowStack: Bool
  var warmups, iterations: Int
  var metrics, latencies: [Named]
  var headlines: [String]
  var placeCondition: Condition?
  var parameters: [Parameter]
  var variants: [Variant]
  var implementations: [Implementation]
  /// The places in the list of sizes of what each preset measures.
  var presets: [String: [Int]]
  var sizes: [Size]

  /// Reads a description.
  ///
  /// - Throws: ``Problem`` with what is wrong.
  package init(json: [UInt8]) throws(Problem) {
    do { self = try JSONDecoder().decode(Self.self, from: Data(json)) } catch {
      throw Problem(description: "it is not a description of a contract: \(error)")
    }
    try check()
  }
}

extension ContractDescription {
  /// What is wrong with a description.
  package struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// Throws if a value could not be stored or shown, or speaks of something that is not there.
  private func check() throws(Problem) {
    func require(_ isRight: Bool, _ problem: @autoclosure () -> String) throws(Problem) {
      if !isRight { throw Problem(description: problem()) }
    }
    try require(contract == 1, "it has version \(contract), but this Parallax reads version 1")
    try require(name != Programs.name, "\"\(name)\" is the name of what --program measures")
    try checkWords()
    let parameterNames = parameters.map(\.name)
    for identifier in [name] + parameterNames + variants.map(\.name) + packages {
      try require(
        identifier.utf8.count <= 100 && isKebabCase(identifier),
        "\"\(identifier)\" is not a name in kebab case")
    }
    let conditions = placeCondition.map { [$0.metric] } ?? []
    for word in (metrics + latencies).map(\.name) + headlines + conditions {
      try require(Self.isWord(word), "\"\(word)\" is not the name of a metric in lower camel case")
    }
    let texts = [title, operation] + (metrics + latencies).map(\.label) + variants.map(\.summary)
    for text in texts {
      try require(Self.isLine(text), "a text of it is empty, long or has line breaks")
    }
    try require(
      (0...1_000).contains(warmups) && (1...1_000).contains(iterations),
      "its effort is not within 0 to 1000 warm-ups and 1 to 1000 iterations")
    try require(
      Set(parameterNames).count == parameterNames.count, "it has two parameters of one name")
    try require((1...1_000).contains(sizes.count), "it has no size, or more than 1000")
    try require(
      presets.values.joined().allSatisfy { sizes.indices.contains($0) },
      "a preset has a size that is not in the list")
    let kept = parameters.count { $0.role != "fromRunner" }
    for size in sizes {
      try require(
        !size.hasSearch, "a search cannot be described; only Parallax's own workloads have one")
      try require(
        size.values.count == kept, "a size has not as many values as there are parameters")
      try require(
        size.values.allSatisfy { (0...1_000_000_000).contains($0) },
        "a value of a parameter is not within 0 to 1000000000")
      try require(
        (1...1_000_000_000_000).contains(size.operations),
        "the number of operations is not within 1 to 1000000000000")
      try require(size.floorNanoseconds >= 0, "the floor is negative")
      try require(size.fixture.map { $0.value != nil } ?? true, "a fixture of it is not known")
    }
  }

  /// Throws if a word is not one that a contract can have, or two variants have one name.
  private func checkWords() throws(Problem) {
    for metric in metrics {
      try Self.expect(metric.unit, among: ["nanoseconds", "bytes", "count", "ratio", "perSecond"])
      try Self.expect(metric.better, among: ["lower", "higher"])
    }
    for parameter in parameters {
      try Self.expect(parameter.role, among: ["size", "outside", "fromRunner"])
    }
    for variant in variants { try Self.expect(variant.label, among: ["idiomatic", "tuned"]) }
    guard Set(variants.map(\.name)).count == variants.count else {
      throw Problem(description: "it has two variants of one name")
    }
  }

  private static func expect(_ word: String?, among allowed: [String]) throws(Problem) {
    if let word, allowed.contains(word) { return }
    throw Problem(
      description: "\"\(word ?? "")\" is not one of: \(allowed.joined(separator: ", "))")
  }

  private static func isWord(_ text: String) -> Bool {
    text.utf8.count <= 100 && text.first?.isLowercase == true
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
      }
  }

  private static func isLine(_ text: String) -> Bool {
    (1...500).contains(text.unicodeScalars.count)
      && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}

extension ContractDescription.Fixture {
  /// The fixture; nil if none of its kind is known, or a number is missing or negative.
  var value: WorkloadKit.Fixture? {
    let numbers = http.map { [$0] } ?? echoLoad ?? requestLoad ?? serviceLoad ?? []
    guard numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    switch (http, echoLoad?.count, requestLoad?.count, serviceLoad?.count) {
    case (let delay?, nil, nil, nil): return .http(delayMilliseconds: delay)
    case (nil, 2, nil, nil):
      return .echoLoad(connections: numbers[0], messages: numbers[1])
    case (nil, nil, 5, nil):
      return .requestLoad(Self.plan(numbers, .echo(bytes: numbers[4])))
    case (nil, nil, nil, 4):
      return .requestLoad(Self.plan(numbers, .service))
    default: return nil
    }
  }

  private static func plan(_ numbers: [Int], _ content: RequestPlan.Content) -> RequestPlan {
    RequestPlan(
      connections: numbers[0], idleConnections: numbers[1], requests: numbers[2],
      ratePerSecond: numbers[3], content: content)
  }
}
