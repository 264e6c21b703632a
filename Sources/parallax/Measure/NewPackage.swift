import BenchmarkModel
import WorkloadKit

/// The files of a package with one workload of the user's own.
struct NewPackage {
  /// Where the package of Parallax is.
  enum Dependency: Equatable {
    case path(String)
    case address(String)
  }

  /// The workload's name in kebab case.
  let name: String
  let styles: [Style]
  let dependency: Dependency

  /// Why a workload cannot have a name; nil if it can.
  static func objection(toName name: String) -> String? {
    guard name.utf8.count <= 100, isKebabCase(name), name.first?.isLetter == true else {
      return
        "\"\(name.visibleLine)\" cannot be the name of a workload: use lower-case letters and digits, "
        + "joined by single hyphens, and begin with a letter."
    }
    guard !taken.contains(name) else {
      return
        "\"\(name)\" would give the workload the name of something else: a type of Swift or WorkloadKit, "
        + "the file of a style, or what --program measures. Choose another name."
    }
    return nil
  }

  private static let taken: Set<String> = [
    "any", "async", "async-style", "atomic", "checksum", "dispatch", "dispatch-group",
    "dispatch-queue", "dispatch-style", "effort", "int", "never", "parameter-field",
    "parameter-set", "parameters", "preset", "programs", "protocol", "self", "sendable",
    "stopwatch", "style", "task", "thread-style", "threads", "type", "variant", "void", "workload",
  ]

  /// The name in upper camel case: the folder and the type.
  var type: String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  var title: String {
    let words = name.split(separator: "-").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// The texts of the files by path.
  var files: [String: String] {
    var files = [
      ".gitignore": ".build/\nreports/\n",
      "Package.swift": manifest,
      "Workloads/\(type)/README.md": readme,
      "Workloads/\(type)/swift/\(type).swift": contract,
      "Workloads/\(type)/trial/main.swift":
        "import \(type)Workload\nimport WorkloadKit\n\nrunTrial(workload)\n",
    ]
    for style in styles {
      let file = style.rawValue.prefix(1).uppercased() + style.rawValue.dropFirst()
      files["Workloads/\(type)/swift/\(file).swift"] = body(in: style)
    }
    return files
  }

  private var manifest: String {
    let (origin, place) =
      switch dependency {
      case .path(let path): (path, ".package(path: \(quoted(path)))")
      case .address(let address): (address, ".package(url: \(quoted(address)), branch: \"main\")")
      }
    // SwiftPM calls a package by the last part of where it is.
    let last = origin.split(separator: "/").last.map(String.init) ?? origin
    let identity = quoted(last.hasSuffix(".git") ? String(last.dropLast(4)) : last)
    return """
      // swift-tools-version: 6.2

      import PackageDescription

      let kit = Target.Dependency.product(name: "WorkloadKit", package: \(identity))

      let package = Package(
        name: "\(name)",
        platforms: [.macOS(.v15)],
        dependencies: [\(place)],
        targets: [
          .target(
            name: "\(type)Workload", dependencies: [kit], path: "Workloads/\(type)/swift",
            swiftSettings: [.enableUpcomingFeature("InternalImportsByDefault")]),
          .executableTarget(
            name: "\(name)", dependencies: ["\(type)Workload", kit],
            path: "Workloads/\(type)/trial"),
        ]
      )

      """
  }

  private var contract: String {
    """
    package import WorkloadKit

    /// The contract that the trial program uses.
    package let workload: any Workload.Type = \(type).self

    enum \(type): Workload {
      struct Parameters: ParameterSet {
        var tasks = 1

        static let fields: [ParameterField<Self>] = [ParameterField("tasks", \\.tasks)]
      }

      static let name = "\(name)"
      static let title = "\(title)"
      static let operation = "task"

      static func operations(_ parameters: Parameters) -> Int { parameters.tasks }

      /// The sum of the numbers from 1 to the number of tasks.
      static func answer(_ parameters: Parameters) -> Checksum {
        Checksum(parameters.tasks * (parameters.tasks + 1) / 2)
      }

      static func cases(for preset: Preset) -> [Parameters] {
        switch preset {
        case .smoke: [Parameters(tasks: 100)]
        case .quick: [Parameters(tasks: 10_000)]
        case .standard, .full: [Parameters(tasks: 10_000), Parameters(tasks: 100_000)]
        }
      }

      /// The first iteration of a process creates its threads.
      static let effort = Effort(warmups: 1)
    }

    """
  }

  private func quoted(_ text: String) -> String {
    "\"\(text.map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined())\""
  }
}
