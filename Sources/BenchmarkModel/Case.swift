/// A workload in one runtime and variant, built by one toolchain.
package struct Implementation: Sendable, Hashable {
  /// The workload's identifier, for example `sleeping-tasks`.
  package var workload: String
  package var runtime: Runtime
  /// A named alternative within the runtime, never called ``defaultVariant``; nil for the default.
  package var variant: String?
  /// The label of the toolchain that built it, for example `1.25`, never called ``defaultToolchain``;
  /// nil for the default toolchain of its language, the newest.
  package var toolchain: String?

  /// The variant's name in the database and in exports where ``variant`` is nil.
  package static let defaultVariant = "default"
  /// The toolchain's label in the database and in exports where ``toolchain`` is nil.
  package static let defaultToolchain = "default"

  package init(
    workload: String, runtime: Runtime, variant: String? = nil, toolchain: String? = nil
  ) {
    self.workload = workload
    self.runtime = runtime
    self.variant = variant
    self.toolchain = toolchain
  }

  /// Whether it is neither a variant nor built by another toolchain than the default: what the columns of
  /// a report show and rank.
  package var isDefault: Bool { variant == nil && toolchain == nil }

  /// The identifier, for example `sleeping-tasks/swift-dispatch:blocking` or `skynet/go@1.25`.
  package var id: String { "\(workload)/\(runtimeID)" }

  /// The runtime with its variant and toolchain, for example `swift-dispatch:blocking` or `go@1.25`.
  package var runtimeID: String {
    runtime.id + (variant.map { ":\($0)" } ?? "") + (toolchain.map { "@\($0)" } ?? "")
  }

  /// The variant's name as the database and exports spell it.
  package var variantName: String { variant ?? Self.defaultVariant }

  /// The toolchain's label as the database and exports spell it.
  package var toolchainName: String { toolchain ?? Self.defaultToolchain }

  /// The runtime's label with the variant in parentheses, then the toolchain's label.
  package var label: String {
    runtime.label + (variant.map { " (\($0))" } ?? "") + (toolchain.map { ", \($0)" } ?? "")
  }

  /// Whether a label can name a toolchain: letters, digits and `.`, `_`, `+`, `-`, not `default`.
  package static func isToolchainLabel(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count) && text != defaultToolchain
      && text.utf8.first != UInt8(ascii: ".")
      && text.utf8.allSatisfy(toolchainCharacters.contains)
  }

  private static let toolchainCharacters = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-".utf8)
}

/// A named whole number that a case has.
package struct Parameter: Sendable, Hashable {
  /// The name in kebab case; it ends in the unit if the number has one.
  package var name: String
  package var value: Int

  package init(_ name: String, _ value: Int) {
    self.name = name
    self.value = value
  }
}

/// An implementation at one set of parameters: what is measured.
package struct Case: Sendable, Hashable {
  package var implementation: Implementation
  /// The parameters in the contract's order.
  package var parameters: [Parameter]

  package init(_ implementation: Implementation, _ parameters: [Parameter]) {
    self.implementation = implementation
    self.parameters = parameters
  }

  /// The parameters in one line, for example `tasks=100000 hold-milliseconds=2000`.
  package var parameterText: String {
    parameters.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
  }

  /// The case in one line: the implementation's identifier and its parameters.
  package var description: String { "\(implementation.id) \(parameterText)" }

  /// The value of a parameter; nil when the case does not have it.
  package func value(of name: String) -> Int? {
    parameters.first { $0.name == name }?.value
  }
}

/// What a workload's contract says about one case, as the analysis needs it.
package struct CaseTerms: Sendable, Hashable {
  /// The time in nanoseconds that no implementation can beat; nil where there is none.
  package var floorNanoseconds: Int?
  /// The number of operations in one iteration; nil if the trial determines it.
  package var operations: Int?
  /// Whether one number may stand for the workload at the size of this case.
  package var isHeadline: Bool

  /// Without arguments, the terms of a case that the contract does not know.
  package init(
    floorNanoseconds: Int? = nil, operations: Int? = nil, isHeadline: Bool = true
  ) {
    self.floorNanoseconds = floorNanoseconds
    self.operations = operations
    self.isHeadline = isHeadline
  }
}
