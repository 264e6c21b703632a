import BenchmarkModel
import Testing

@testable import Runner
@testable import WorkloadCatalog
@testable import WorkloadKit

struct DescribedContractTests {
  /// A workload without a search says the same, whether it was built in or has described itself.
  @Test(arguments: [
    "deep-stack", "echo-server", "fetch-urls", "ping-pong", "service", "sleeping-tasks",
    "spawn-many",
    "tail-latency",
  ])
  func aDescribedContractSaysWhatTheContractSays(name: String) throws {
    let own = try #require(Catalog.workload(named: name))
    let line = ContractLine.text(of: own)
    let described = Descriptions.contract(from: try ContractDescription(json: Array(line.utf8)))
    #expect(ContractLine.text(of: described) == (try withoutImplementations(line)))
    for preset in Preset.allCases {
      let (first, second) = (
        PresetCases(of: own, for: preset), PresetCases(of: described, for: preset)
      )
      #expect(first.parameters == second.parameters)
      #expect(first.variantParameters == second.variantParameters)
      #expect(first.effort == second.effort)
    }
    try expectSameImplementations(own, described)
  }

  /// What has described itself has no bodies that could be described again.
  private func withoutImplementations(_ line: String) throws -> String {
    let start = try #require(line.firstRange(of: "\"implementations\":[")).upperBound
    let end = try #require(line.firstRange(of: "],\"presets\"")).lowerBound
    return String(line[..<start] + line[end...])
  }

  private func expectSameImplementations<Problem: Workload>(
    _ own: Problem.Type, _ described: any Workload.Type
  ) throws {
    let described = try #require(described as? any DescribedContract.Type)
    for style in Style.allCases {
      for variant in [nil] + own.variants.map({ $0.name as String? }) {
        let isDescribed = described.implements(style, variant: variant)
        #expect(isDescribed == (own.body(in: style, variant: variant) != nil))
      }
    }
  }

  @Test func anUnknownSizeIsNotDescribed() throws {
    let own = try #require(Catalog.workload(named: "token-ring"))
    let line = ContractLine.text(of: own)
    let type = Descriptions.contract(from: try ContractDescription(json: Array(line.utf8)))
    let described = try #require(type as? any DescribedContract.Type)
    let (members, hops) = (ParameterValue("members", 16), ParameterValue("hops", 1_000))
    // A macro takes an existential type for a value.
    func describes(_ values: ParameterValue...) -> Bool { described.describes(values) }
    #expect(describes(members, hops))
    #expect(!describes(members, ParameterValue("hops", 999)))
    #expect(!describes(members, hops, ParameterValue("other", 1)))
  }

  @Test(arguments: [
    ("\"contract\":1", "\"contract\":2"),
    ("\"name\":\"token-ring\"", "\"name\":\"../x\""),
    ("\"name\":\"token-ring\"", "\"name\":\"programs\""),
    ("\"title\":\"Token ring\"", "\"title\":\"\\u001b[2J\""),
    ("\"name\":\"hops\"", "\"name\":\"members\""),
    ("\"warmups\":0", "\"warmups\":-1"),
    ("\"role\":\"size\"", "\"role\":\"side\""),
    ("\"label\":\"tuned\"", "\"label\":\"good\""),
    ("\"operations\":1000", "\"operations\":0"),
    ("\"values\":[16,1000]", "\"values\":[16]"),
    ("\"values\":[16,1000]", "\"values\":[-1,1000]"),
    ("\"hasSearch\":false", "\"hasSearch\":true"),
    ("\"sizes\":[", "\"sizes\":[0,"),
    ("\"smoke\":[0]", "\"smoke\":[9]"),
    ("{\"contract\"", "[\"contract\""),
  ])
  func aBadDescriptionIsRefused(good: String, bad: String) throws {
    let own = try #require(Catalog.workload(named: "token-ring"))
    let line = ContractLine.text(of: own)
    let damaged = line.replacing(good, with: bad)
    #expect(damaged != line)
    #expect(throws: ContractDescription.Problem.self) {
      try ContractDescription(json: Array(damaged.utf8))
    }
  }
}
