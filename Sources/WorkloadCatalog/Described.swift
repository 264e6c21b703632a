import Synchronization
package import WorkloadKit

/// A contract that a program has described, for what a type cannot say by its conformances.
package protocol DescribedContract: Workload {
  /// Whether the program has an implementation.
  static func implements(_ style: Style, variant: String?) -> Bool

  /// Whether the program has described the size of these parameters; nothing is known about others.
  static func describes(_ values: [ParameterValue]) -> Bool
}

/// A workload of a tree that Parallax was not built with.
///
/// A contract is a type, and a program makes no types while it runs. But it can name any number of generic
/// ones: the first described contract is `Described<First>`, the second `Described<After<First>>`. Each
/// says what the description at its place says.
enum Described<Place: DescriptionPlace>: DescribedContract {
  struct Parameters: ParameterSet {
    var numbers: [Int]

    init() { numbers = Described.description.parameters.map(\.minimum) }

    static var fields: [ParameterField<Self>] {
      Described.description.parameters.enumerated().map { index, parameter in
        ParameterField(
          parameter.name, \Self.numbers[index], minimum: parameter.minimum,
          maximum: parameter.maximum,
          role: ["outside": .outside, "fromRunner": .fromRunner][parameter.role] ?? .size)
      }
    }
  }

  private static var description: ContractDescription { Descriptions.shared[Place.number] }

  static var name: String { description.name }
  static var title: String { description.title }
  static var operation: String { description.operation }
  static var packages: [String] { description.packages }
  static var mayOverflowStack: Bool { description.mayOverflowStack }
  static var headlines: [String] { description.headlines }

  static var effort: Effort {
    Effort(warmups: description.warmups, iterations: description.iterations)
  }

  static var metrics: [WorkloadMetric] {
    description.metrics.map {
      WorkloadMetric(
        $0.name, label: $0.label, unit: Self.units[$0.unit ?? ""] ?? .count,
        better: $0.better == "higher" ? .higher : .lower)
    }
  }

  static var latencies: [WorkloadLatency] {
    description.latencies.map { WorkloadLatency($0.name, label: $0.label) }
  }

  static var placeCondition: (metric: String, share: Double)? {
    description.placeCondition.map { ($0.metric, $0.share) }
  }

  static var variants: [Variant<Parameters>] {
    description.variants.map { variant in
      let label = Variant<Parameters>.Label(rawValue: variant.label) ?? .idiomatic
      @Sendable func suits(_ parameters: Parameters) -> Bool {
        size(parameters)?.variants.contains(variant.name) ?? false
      }
      guard let environment = variant.environment else {
        return Variant(variant.name, label, variant.summary, where: suits)
      }
      return Variant(
        variant.name, label, variant.summary, setting: environment.variables,
        preloading: environment.library.map {
          PreloadedLibrary(name: $0.name, package: $0.package)
        },
        in: environment.runtimes, where: suits)
    }
  }

  static func operations(_ parameters: Parameters) -> Int { size(parameters)?.operations ?? 1 }

  static func answer(_ parameters: Parameters) -> Checksum { size(parameters)?.answer ?? 0 }

  static func floor(_ parameters: Parameters) -> Duration {
    .nanoseconds(Int64(size(parameters)?.floorNanoseconds ?? 0))
  }

  static func isHeadline(_ parameters: Parameters) -> Bool { size(parameters)?.isHeadline ?? false }

  static func fixture(_ parameters: Parameters) -> Fixture? { size(parameters)?.fixture?.value }

  static func cases(for preset: Preset) -> [Parameters] {
    (description.presets[preset.rawValue] ?? []).map { place in
      var parameters = Parameters()
      var values = description.sizes[place].values[...]
      for (index, parameter) in description.parameters.enumerated()
      where parameter.role != "fromRunner" {
        parameters.numbers[index] = values.removeFirst()
      }
      return parameters
    }
  }

  static func implements(_ style: Style, variant: String?) -> Bool {
    description.implementations.contains { $0.style == style.rawValue && $0.variant == variant }
  }

  static func describes(_ values: [ParameterValue]) -> Bool {
    do { return size(try Parameters(values)) != nil } catch { return false }
  }

  private static func size(_ parameters: Parameters) -> ContractDescription.Size? {
    let values = parameters.values.map(\.value)
    return description.sizes.first { $0.values == values }
  }

  private static var units: [String: WorkloadMetric.Unit] {
    [
      "nanoseconds": .nanoseconds, "bytes": .bytes, "count": .count, "ratio": .ratio,
      "perSecond": .perSecond,
    ]
  }
}

/// The descriptions that programs have given, which are never removed.
enum Descriptions {
  struct Shared: ~Copyable, Sendable {
    private let all = Mutex<[ContractDescription]>([])

    subscript(number: Int) -> ContractDescription { all.withLock { $0[number] } }

    /// Adds a description and returns its number.
    func add(_ description: ContractDescription) -> Int {
      all.withLock {
        $0.append(description)
        return $0.count - 1
      }
    }
  }

  static let shared = Shared()

  /// The type of a contract that is described.
  static func contract(from description: ContractDescription) -> any Workload.Type {
    contract(after: shared.add(description), First.self)
  }

  @inline(never)
  private static func contract<Place: DescriptionPlace>(
    after count: Int, _ place: Place.Type
  ) -> any Workload.Type {
    count == 0 ? Described<Place>.self : contract(after: count - 1, After<Place>.self)
  }
}

/// The number of a description, as a type.
protocol DescriptionPlace: Sendable {
  static var number: Int { get }
}

enum First: DescriptionPlace {
  static var number: Int { 0 }
}

enum After<Place: DescriptionPlace>: DescriptionPlace {
  static var number: Int { Place.number + 1 }
}
