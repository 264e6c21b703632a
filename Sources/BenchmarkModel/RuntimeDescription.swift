/// What a language's file says about one of its runtimes.
package struct RuntimeDescription: Sendable, Equatable {
  /// The colors of a mark as `#rrggbb`.
  package struct Colors: Sendable, Equatable {
    package var light: String
    package var dark: String

    package init(light: String, dark: String) {
      self.light = light
      self.dark = dark
    }
  }

  /// The runtime itself.
  package var runtime: Runtime
  /// The folder of its language under `Workloads/runtimes`.
  package var language: String
  /// Whether it is measured and shown by default.
  package var isDefault: Bool
  /// Whether the others are compared with it; true for exactly one runtime.
  package var isBaseline: Bool
  /// Whether its listings are open when a page is shown.
  package var opensListing: Bool
  /// The style that Swift programs are called with; nil for a peer.
  package var style: String?
  /// The shape of its mark as SVG path data around the origin, about 12 units wide.
  package var markShape: String
  package var colors: Colors
  /// The dashes of its lines, as in `stroke-dasharray`.
  package var dashes: String
  /// The path of the source that the report prints, relative to the workload's folder.
  package var listing: String
  /// The same for a variant, with `{CamelCase}` or `{snake_case}` in place of its name.
  package var variantListing: String

  package init(
    runtime: Runtime, language: String, isDefault: Bool = true, isBaseline: Bool = false,
    opensListing: Bool = false, style: String? = nil, markShape: String, colors: Colors,
    dashes: String, listing: String, variantListing: String
  ) {
    self.runtime = runtime
    self.language = language
    self.isDefault = isDefault
    self.isBaseline = isBaseline
    self.opensListing = opensListing
    self.style = style
    self.markShape = markShape
    self.colors = colors
    self.dashes = dashes
    self.listing = listing
    self.variantListing = variantListing
  }

  /// The path of the source of an implementation, relative to the workload's folder.
  package func listing(of variant: String?) -> String {
    guard let variant else { return listing }
    let words = variant.split(separator: "-")
    let camel = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return Self.replace("{snake_case}", in: variantListing, with: words.joined(separator: "_"))
      ?? Self.replace("{CamelCase}", in: variantListing, with: camel) ?? variantListing
  }

  /// The path of a workload's peer program by the default toolchain, relative to the root of the source tree.
  package func program(of workload: String) -> String {
    ".build/peers/bin/\(workload)-\(runtime.id)"
  }

  private static func replace(_ place: String, in text: String, with name: String) -> String? {
    text.firstRange(of: place).map {
      text[..<$0.lowerBound] + name + text[$0.upperBound...]
    }
  }
}

/// A language in which workloads are written, as its file in `Workloads/runtimes` describes it.
package struct LanguageDescription: Sendable, Equatable {
  /// The name of its folder, both in `Workloads/runtimes` and in each workload.
  package var folder: String
  /// The name that a reader sees.
  package var name: String
  /// The program and the arguments that print the version of its toolchain.
  package var versionCommand: [String]
  /// The command that builds its programs.
  package var build: String
  /// The versions of its compiler or library that are worth a comparison, oldest first; the last is the
  /// default.
  package var toolchains: [String]
  /// Its syntax, by which listings are highlighted and counted.
  package var syntax: LanguageSyntax
  /// Its runtimes.
  package var runtimes: [RuntimeDescription]

  package init(
    folder: String, name: String, versionCommand: [String], build: String,
    toolchains: [String] = [],
    syntax: LanguageSyntax, runtimes: [RuntimeDescription]
  ) {
    self.folder = folder
    self.name = name
    self.versionCommand = versionCommand
    self.build = build
    self.toolchains = toolchains
    self.syntax = syntax
    self.runtimes = runtimes
  }
}

extension LanguageDescription {
  /// The command that builds the programs of another toolchain.
  ///
  /// - Parameters:
  ///   - label: Its label.
  ///   - version: Its version as its build stated it; after that of a Swift compiler, the flags that were added.
  package func buildCommand(of label: String, version: String? = nil) -> String {
    guard runtimes.contains(where: { $0.style != nil }) else {
      return "\(build) \(folder.uppercased())=\(label)"
    }
    let flags = (version ?? "").split(separator: " ").dropFirst().joined(separator: " ")
    return "\(build) LABEL=\(label) "
      + (flags.isEmpty ? "SWIFT=/path/to/usr/bin/swift" : shellWord("FLAGS=\(flags)"))
  }
}
