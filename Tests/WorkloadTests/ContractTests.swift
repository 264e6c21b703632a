import FoundationEssentials
import Testing
import WorkloadCatalog

@testable import WorkloadKit

struct ContractTests {
  @Test func namesAreUniqueAndInKebabCase() {
    let names = Catalog.names
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(name)")
    }
  }

  /// A run records the versions of the packages that the contracts state.
  @Test func contractsStateThePackagesOfTheManifest() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let manifest = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
    let products = try #require(manifest.firstMatch(of: /let products:(.|\n)*?\n]/))
    var packages: [String: Set<String>] = [:]
    var folder = ""
    for match in products.0.matches(of: /"(\w+)": \[|package: "([^"]+)"/) {
      if let next = match.1 { folder = String(next) }
      if let package = match.2 {
        packages[folder.lowercased(), default: []].insert(String(package))
      }
    }
    #expect(!packages.isEmpty)
    for workload in Catalog.workloads {
      let stated = Set(workload.packages)
      #expect(stated == packages[workload.name.filter { $0 != "-" }] ?? [], "\(workload.name)")
    }
  }

  @Test(arguments: Catalog.names, Preset.allCases)
  func everyPresetHasCasesThatDiffer(workload name: String, preset: Preset) throws {
    let workload = try #require(Catalog.workload(named: name))
    try checkCases(workload, preset)
  }

  private func checkCases<Problem: Workload>(_ workload: Problem.Type, _ preset: Preset) throws {
    let cases = workload.cases(for: preset)
    #expect(!cases.isEmpty)
    for (index, parameters) in cases.enumerated() {
      #expect(!cases[..<index].contains(parameters), "\(parameters.values) appears twice")
      #expect(workload.operations(parameters) >= 1)
      // The values are within bounds: a set created from its own values is the same set.
      #expect(try Problem.Parameters(parameters.values) == parameters)
    }
    #expect(workload.effort.iterations >= 1 && workload.effort.warmups >= 0)
  }

  /// Parameters may come from a database that anyone wrote, so no contract may overflow at any corner of
  /// what it allows.
  @Test(arguments: Catalog.names)
  func nothingThatAContractComputesOverflows(workload name: String) throws {
    let workload = try #require(Catalog.workload(named: name))
    try checkCorners(workload)
  }

  private func checkCorners<Problem: Workload>(_ workload: Problem.Type) throws {
    var corners: [[ParameterValue]] = [[]]
    for field in Problem.Parameters.fields {
      corners = corners.flatMap { corner in
        [field.minimum, field.maximum].map { corner + [ParameterValue(field.name, $0)] }
      }
      #expect(throws: ParameterError.self) {
        try Problem.Parameters([ParameterValue(field.name, field.maximum + 1)])
      }
      #expect(throws: ParameterError.self) {
        try Problem.Parameters([ParameterValue(field.name, .max)])
      }
    }
    // Their answers are computed step by step, which takes too long here.
    let isSlow = ["fetch-urls", "parallel-compute", "prime-sieve", "select", "tail-latency"]
      .contains(workload.name)
    for corner in corners {
      let parameters = try Problem.Parameters(corner)
      if workload.name != "prime-sieve" { #expect(workload.operations(parameters) >= 0) }
      // What is multiplied with the number of iterations of a trial.
      #expect(workload.floor(parameters) * 3_000_000 >= .zero)
      _ = workload.search(parameters)
      _ = workload.fixture(parameters)
      if !isSlow { _ = workload.answer(parameters) }
    }
  }

  @Test func unknownParameterNamesTheAllowedOnes() throws {
    struct Sizes: ParameterSet {
      var tasks = 1
      static let fields = [ParameterField<Self>("tasks", \.tasks)]
    }
    #expect(throws: ParameterError.unknown(name: "takss", allowed: ["tasks"])) {
      try Sizes([ParameterValue("takss", 3)])
    }
    #expect(throws: ParameterError.tooSmall(name: "tasks", value: 0, minimum: 1)) {
      try Sizes([ParameterValue("tasks", 0)])
    }
    #expect(
      ParameterError.unknown(name: "takss", allowed: ["tasks"]).description
        == "Unknown parameter \"--takss\". Allowed: --tasks.")
  }
}

struct TrialLineTests {
  @Test func iterationCarriesTimeAnswerAndMetricsInOrder() {
    let report = IterationReport(
      elapsedNanoseconds: 12, answer: .max, metrics: ["b": 2, "aNanoseconds": 1])
    #expect(
      TrialLine.iteration(report)
        == #"{"elapsedNanoseconds":12,"answer":18446744073709551615,"#
        + #""metrics":{"aNanoseconds":1,"b":2}}"#)
  }

  @Test func refusalEscapesWhatTheSystemSays() {
    let refusal = Refusal("opening \"x\"", code: 0, reached: 7)
    #expect(TrialLine.refusal(refusal).hasPrefix(#"{"refused":"opening \"x\": "#))
    #expect(TrialLine.refusal(refusal).hasSuffix(#","reached":7}"#))
  }
}

struct LatchTests {
  @Test func timeIsKnownOnlyWhenTheLastUnitHasCome() {
    let latch = Latch(expecting: 2)
    latch.arrive()
    #expect(latch.lastNanoseconds == nil)
    let before = monotonicNanoseconds()
    latch.arrive()
    let last = latch.lastNanoseconds ?? 0
    #expect((before...monotonicNanoseconds()).contains(last))
  }
}
