// swift-tools-version: 6.2

import PackageDescription

/// The folders in `Workloads/`: a new workload needs one word here and one line in the catalog.
let workloads = [
  "SleepingTasks": "sleeping-tasks",
  "SpawnMany": "spawn-many",
  "ChainedSpawn": "chained-spawn",
  "Skynet": "skynet",
  "DeepStack": "deep-stack",
  "MemoryCeiling": "memory-ceiling",
  "PingPong": "ping-pong",
  "TokenRing": "token-ring",
  "ChannelThroughput": "channel-throughput",
  "Select": "select",
  "PrimeSieve": "prime-sieve",
  "ContendedCounter": "contended-counter",
  "FetchURLs": "fetch-urls",
  "Race": "race",
  "Cancellation": "cancellation",
  "ParallelCompute": "parallel-compute",
  "MixedLoad": "mixed-load",
  "Preemption": "preemption",
  "BlockingCalls": "blocking-calls",
  "EchoServer": "echo-server",
  "Service": "service",
  "TailLatency": "tail-latency",
  "TimerPrecision": "timer-precision",
]

/// What some workloads need besides WorkloadKit.
let products: [String: [Target.Dependency]] = [
  "ChannelThroughput": [.product(name: "AsyncAlgorithms", package: "swift-async-algorithms")],
  "EchoServer": [
    "ServerKit", .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
  ],
  "FetchURLs": [
    "ServerKit", .product(name: "AsyncHTTPClient", package: "async-http-client"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
  ],
  "PingPong": [.product(name: "AsyncAlgorithms", package: "swift-async-algorithms")],
  "Service": [
    "ServerKit", .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
  ],
  "TailLatency": [
    "ServerKit", .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
  ],
]

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// One of our modules in `Sources/`.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

/// A module of the tool, optimized in debug builds too.
///
/// The tests read, analyze and render much, and take half as long this way.
func toolModule(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: exclude,
    swiftSettings: settings + [.unsafeFlags(["-O"], .when(configuration: .debug))])
}

/// The tests of one module.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

/// A workload: its contract and styles as a library, and the program that a trial runs.
func workload(_ folder: String, _ program: String) -> [Target] {
  [
    .target(
      name: "\(folder)Workload",
      dependencies: ["Platform", "WorkloadKit"] + (products[folder] ?? []),
      path: "Workloads/\(folder)/swift", swiftSettings: settings),
    .executableTarget(
      name: program, dependencies: ["WorkloadKit", .target(name: "\(folder)Workload")],
      path: "Workloads/\(folder)/trial", swiftSettings: settings),
  ]
}

let package = Package(
  name: "parallax",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "parallax", targets: ["parallax"]),
    // What a package with its own workloads is written with.
    .library(name: "WorkloadKit", targets: ["WorkloadKit"]),
    .plugin(name: "ParallaxCommand", targets: ["ParallaxCommand"]),
  ],
  dependencies: [
    // The reference Swift library for SQLite, on the system's libsqlite3.
    .package(url: "https://github.com/groue/GRDB.swift", .upToNextMinor(from: "7.10.0")),
    // Logic-less templates, so that every number is finished before it reaches a page.
    .package(
      url: "https://github.com/hummingbird-project/swift-mustache", .upToNextMinor(from: "2.1.1")),
    // Help, completion and validation of the command line.
    .package(
      url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2")),
    // AsyncChannel, the channel that most Swift users would choose, for variants of two workloads.
    .package(
      url: "https://github.com/apple/swift-async-algorithms", .upToNextMinor(from: "1.1.4")),
    // What Swift servers are built on, for the fixtures and for a measured server.
    .package(url: "https://github.com/apple/swift-nio", .upToNextMinor(from: "2.101.2")),
    // The HTTP client that Swift servers use, for a variant of one workload.
    .package(
      url: "https://github.com/swift-server/async-http-client", .upToNextMinor(from: "1.37.0")),
  ],
  targets: workloads.sorted(by: <).flatMap(workload) + [
    // The system's C library, which has a different name on each system.
    module("Platform"),
    toolModule("Outputs", ["BenchmarkModel", "Platform"], exclude: ["README.md"]),
    module("WorkloadKit", ["Platform"], exclude: ["README.md"]),
    // What the workloads that serve connections share, and the loads on them.
    module(
      "ServerKit",
      [
        "Platform", "WorkloadKit", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    module(
      "WorkloadCatalog",
      ["BenchmarkModel", "WorkloadKit"]
        + workloads.keys.sorted().map { .target(name: "\($0)Workload") }),
    // It has its own SHA-256: swift-crypto would add 117 s of processor time to a clean release
    // build and 2.5 MB to a program, for 2,040 MB/s instead of 410 MB/s.
    toolModule("BenchmarkModel"),
    toolModule("Statistics", exclude: ["README.md"]),
    toolModule(
      "Runner",
      ["BenchmarkModel", "Outputs", "Platform", "Statistics", "WorkloadCatalog", "WorkloadKit"],
      exclude: ["README.md"]),
    toolModule(
      "Store",
      [
        "BenchmarkModel", "CSQLite", "Outputs", "Platform",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      exclude: ["README.md"]),
    // One call of SQLite that Swift cannot make.
    .systemLibrary(
      name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    toolModule("References", ["BenchmarkModel", "Platform"], exclude: ["README.md"]),
    toolModule(
      "Analysis", ["BenchmarkModel", "Statistics", "WorkloadKit"], exclude: ["README.md"]),
    toolModule("Reporting", ["Analysis", "BenchmarkModel", "Statistics"], exclude: ["README.md"]),
    toolModule(
      "Rendering",
      [
        "Analysis", "BenchmarkModel", "CMarkGFM", "Platform", "Reporting",
        .product(name: "Mustache", package: "swift-mustache"),
      ], exclude: ["README.md"]),
    .systemLibrary(
      name: "CMarkGFM",
      providers: [
        .apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"]),
      ]),
    toolModule(
      "Fixtures",
      [
        "Platform", "ServerKit", "WorkloadKit", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      exclude: ["README.md"]),
    // A trial that measures nothing, to find out what a trial costs and what an empty region reads.
    .executableTarget(
      name: "empty-trial", dependencies: ["WorkloadKit"], path: "Sources/EmptyTrial",
      swiftSettings: settings),
    // Files of this tree inside the tool, so that it works outside the tree; see scripts/embed-tree.
    .target(name: "CTree"),
    .executableTarget(
      name: "parallax",
      dependencies: [
        "Analysis", "BenchmarkModel", "CTree", "Fixtures", "Outputs", "Platform", "References",
        "Rendering", "Reporting", "Runner", "Statistics", "Store", "WorkloadCatalog", "WorkloadKit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["README.md"], swiftSettings: settings),
    // `swift package parallax` in a package that depends on WorkloadKit.
    .plugin(
      name: "ParallaxCommand",
      capability: .command(
        intent: .custom(
          verb: "parallax", description: "Build this package's workloads and run parallax on them."),
        permissions: [
          .writeToPackageDirectory(reason: "It stores measurements and writes reports in it.")
        ])),
    // Measures costs of the tool itself that a shell cannot time; `make bench` runs it.
    .executableTarget(
      name: "parallax-bench",
      dependencies: [
        "Analysis", "BenchmarkModel", "Platform", "References", "Rendering", "Reporting", "Runner",
        "Statistics", "Store", "WorkloadCatalog", "WorkloadKit",
      ],
      path: "Sources/Bench", swiftSettings: settings),
    tests(
      "WorkloadTests",
      [
        "BlockingCallsWorkload", "CancellationWorkload", "EchoServerWorkload", "Fixtures",
        "ParallelComputeWorkload", "Platform", "RaceWorkload", "ServerKit", "WorkloadCatalog",
        "WorkloadKit",
      ]),
    tests("OutputsTests", ["Outputs", "Platform"]),
    tests("StatisticsTests", ["Statistics"]),
    // The runtimes that the files of this source tree describe.
    .target(
      name: "RuntimeFixtures", dependencies: ["BenchmarkModel", "References"],
      path: "Tests/RuntimeFixtures", swiftSettings: settings),
    tests(
      "RunnerTests",
      [
        "BenchmarkModel", "Platform", "Runner", "RuntimeFixtures", "Statistics", "WorkloadCatalog",
        "WorkloadKit",
      ]),
    tests("StoreTests", ["Store", "BenchmarkModel", "RuntimeFixtures"]),
    tests("ReferencesTests", ["References", "BenchmarkModel", "RuntimeFixtures", "Statistics"]),
    // Runs, trials and workloads that the tests of two modules share.
    .target(
      name: "AnalysisFixtures", dependencies: ["Analysis", "BenchmarkModel", "RuntimeFixtures"],
      path: "Tests/AnalysisFixtures", swiftSettings: settings),
    tests(
      "AnalysisTests",
      ["Analysis", "AnalysisFixtures", "BenchmarkModel", "RuntimeFixtures", "Statistics"]),
    tests(
      "ReportingTests",
      [
        "Analysis", "AnalysisFixtures", "BenchmarkModel", "Reporting", "RuntimeFixtures",
        "Statistics",
      ],
      exclude: ["Golden"]),
    tests(
      "RenderingTests",
      [
        "Analysis", "AnalysisFixtures", "BenchmarkModel", "Platform", "Rendering", "Reporting",
        "RuntimeFixtures",
      ],
      exclude: ["Golden"]),
    tests(
      "ParallaxTests",
      [
        "Analysis", "AnalysisFixtures", "BenchmarkModel", "Platform", "References", "Reporting",
        "Runner", "RuntimeFixtures", "Statistics", "Store", "WorkloadCatalog", "parallax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ]
)
