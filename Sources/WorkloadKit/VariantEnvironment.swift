/// The environment in which a variant runs the default implementation's program.
public struct VariantEnvironment: Sendable, Equatable {
  /// The environment variables to set, by name.
  public let variables: [String: String]
  /// The shared library to load before all others; nil for none.
  public let library: PreloadedLibrary?
  /// The identifiers of the runtimes that have the variant, for example `go`.
  public let runtimes: [String]
}

/// A shared library whose functions replace those of the C library, on Linux only.
public struct PreloadedLibrary: Sendable, Equatable {
  /// The name of its file, for example `libjemalloc.so.2`.
  public let name: String
  /// The package of Debian that has it.
  public let package: String

  package init(name: String, package: String) {
    self.name = name
    self.package = package
  }

  /// The allocator jemalloc.
  public static let jemalloc = PreloadedLibrary(name: "libjemalloc.so.2", package: "libjemalloc2")
  /// The allocator mimalloc.
  public static let mimalloc = PreloadedLibrary(
    name: "libmimalloc.so.2", package: "libmimalloc2.0")
}

extension Variant {
  /// Creates a variant that runs the default implementation in another environment.
  ///
  /// - Parameters:
  ///   - name: The name in kebab case.
  ///   - label: What kind of alternative it is.
  ///   - summary: A sentence about what it does differently.
  ///   - variables: The environment variables to set, by name.
  ///   - library: A library to load before all others; nil for none.
  ///   - runtimes: The identifiers of the runtimes that have the variant.
  ///   - condition: Whether the variant supports a set of parameters. Other sets are not measured.
  public init(
    _ name: String, _ label: Label, _ summary: String, setting variables: [String: String] = [:],
    preloading library: PreloadedLibrary? = nil, in runtimes: [String],
    where condition: @escaping @Sendable (Parameters) -> Bool = { _ in true }
  ) {
    self.init(
      name, label, summary, nil,
      environment: VariantEnvironment(
        variables: variables, library: library, runtimes: runtimes),
      where: condition)
  }

  /// The default implementation with another allocator in place of the C library's.
  ///
  /// Go and Java have their own allocators, which a library cannot replace.
  public static var allocators: [Variant] {
    let runtimes = ["swift-threads", "swift-dispatch", "swift-async", "tokio"]
    return [
      Variant(
        "jemalloc", .tuned, "Allocates memory with jemalloc instead of the C library's allocator.",
        preloading: .jemalloc, in: runtimes),
      Variant(
        "mimalloc", .tuned, "Allocates memory with mimalloc instead of the C library's allocator.",
        preloading: .mimalloc, in: runtimes),
    ]
  }
}
