import BenchmarkModel
import FoundationEssentials
import References
import Testing

@Suite struct PublishedDataTests {
  private static let workloads = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Workloads")

  private func bytes(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: Self.workloads.appending(path: path)))
  }

  private func allSources() throws -> [Source] {
    try ReferenceReader.sources(in: bytes("sources.csv"), path: "sources.csv")
  }

  private func references(_ folder: String, _ workload: String) throws -> [Reference] {
    let path = "\(folder)/published.csv"
    // Metrics of contracts and derived metrics are not known here; `parallax check` reads the files with
    // them.
    let added = [
      "perOperationNanoseconds", "operationsPerSecond", "largestTasksCount",
      "longestWaitNanoseconds", "serialNanoseconds", "latencyP50Nanoseconds",
      "latencyP99Nanoseconds", "latencyP999Nanoseconds", "latencyMaximumNanoseconds",
    ].map { name in
      let unit: Metric.Unit =
        name.hasSuffix("Count") ? .count : name.hasSuffix("PerSecond") ? .perSecond : .nanoseconds
      return Metric(name: name, label: name, unit: unit)
    }
    return try ReferenceReader(
      implementations: knownImplementations(workload), metrics: Metric.common + added,
      sources: allSources()
    ).references(in: bytes(path), path: path)
  }

  /// The folders with a file of published numbers, and the minimum number of its records.
  private static let folders = [
    "BlockingCalls": ("blocking-calls", 5), "Cancellation": ("cancellation", 0),
    "ChainedSpawn": ("chained-spawn", 5), "ChannelThroughput": ("channel-throughput", 37),
    "ContendedCounter": ("contended-counter", 54), "DeepStack": ("deep-stack", 0),
    "EchoServer": ("echo-server", 348), "FetchURLs": ("fetch-urls", 24),
    "MemoryCeiling": ("memory-ceiling", 2), "MixedLoad": ("mixed-load", 12),
    "ParallelCompute": ("parallel-compute", 51), "PingPong": ("ping-pong", 18),
    "Preemption": ("preemption", 0), "PrimeSieve": ("prime-sieve", 60), "Race": ("race", 0),
    "Select": ("select", 8), "Skynet": ("skynet", 58), "SleepingTasks": ("sleeping-tasks", 303),
    "SpawnMany": ("spawn-many", 18), "TailLatency": ("tail-latency", 82),
    "TokenRing": ("token-ring", 26),
  ]

  @Test("The published numbers of all workloads can be read and every source is used")
  func readsAll() throws {
    var all: [Reference] = []
    for (folder, (workload, least)) in Self.folders {
      let found = try references(folder, workload)
      #expect(found.count >= least, "\(folder)")
      all += found
    }
    #expect(Set(all.map(\.id)).count == all.count)
    #expect(Set(all.map(\.provenance.sourceID)) == Set(try allSources().map(\.id)))
  }

  @Test(
    "The central comparison stands as published, with megabytes converted as each source means them",
    arguments: [
      ("pkolaczk-2023", Runtime.tokio, "23.7", 23_700_000),
      ("pkolaczk-2023", .go, "269", 269_000_000),
      ("hez2010-2024-take2", .tokio, "46.234375", 48_480_256),
      ("hez2010-2024-take2", .go, "262.67578125", 275_435_520),
      ("fallenwood-2024-intel", .tokio, "47.84", 50_163_876),
      ("fallenwood-2024-amd", .go, "255.54", 267_953_111),
      ("spurreiter-2024", .tokio, "31", 32_505_856),
      ("rustvsgo-2026", .tokio, "300", 300_000_000),
      ("rustvsgo-2026", .go, "800", 800_000_000),
    ]
  )
  func holdsCentralComparison(
    source: String,
    runtime: Runtime,
    printed: String,
    bytes: Double
  ) throws {
    let found = try references("SleepingTasks", "sleeping-tasks").filter { reference in
      reference.provenance.sourceID == source && reference.comparesTo?.runtime == runtime
        && reference.comparesToMetric == Metric.peakResident.name
        && reference.parameters.first == Parameter("tasks", 100_000)
    }
    #expect(found.map(\.value.printed) == [printed])
    #expect(found.map(\.value.normalized) == [bytes])
  }

  @Test("Only spawned tasks count as the same contract as Tokio's")
  func keepsJoinedSleepsApart() throws {
    let sleeping = try references("SleepingTasks", "sleeping-tasks")
    for reference in sleeping where reference.runtime.hasPrefix("tokio-") {
      #expect(reference.comparesTo == nil)
      #expect(reference.contract.kind == .different)
    }
    for reference in sleeping where reference.contract.kind == .same {
      #expect(reference.parameters.contains(Parameter("hold-milliseconds", 10_000)))
    }
  }
}
