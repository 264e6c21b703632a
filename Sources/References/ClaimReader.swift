package import BenchmarkModel
import FoundationEssentials

/// Reads files of claims, strictly: a key that is not known, or a missing one, is an error.
package enum ClaimReader {
  /// The claim in the content of a JSON file.
  ///
  /// - Parameters:
  ///   - id: The claim's identifier: the file's name without its ending.
  ///   - path: The file's name for messages.
  ///   - runtimes: The runtimes that its rules may name.
  /// - Throws: What is wrong with the file, and where in it.
  package static func claim(
    in bytes: [UInt8], id: String, path: String, runtimes: [Runtime]
  ) throws(ReferenceError) -> Claim {
    do {
      let decoder = JSONDecoder()
      if let key = CodingUserInfoKey.runtimes { decoder.userInfo[key] = runtimes }
      let file = try decoder.decode(ClaimFile.self, from: Data(bytes))
      return Claim(
        id: id, sentence: file.sentence, source: file.source, locator: file.locator,
        reading: file.reading, rules: file.rules, hasProxies: file.hasProxies)
    } catch let error as DecodingError {
      throw .problem(.malformedClaim(reason: error.reason), at: ReferencePlace(path, .file))
    } catch {
      throw .problem(.malformedClaim(reason: "\(error)"), at: ReferencePlace(path, .file))
    }
  }
}

extension CodingUserInfoKey {
  /// The runtimes that rules may name.
  fileprivate static let runtimes = CodingUserInfoKey(rawValue: "runtimes")
}

/// The keys of a claim's file.
private struct ClaimFile: Decodable {
  enum Key: String, CodingKey, CaseIterable {
    case sentence, source, locator, reading, rules, proxies
  }

  let sentence, locator, reading: String
  let source: String?
  let rules: [ClaimRule]
  let hasProxies: Bool

  init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(Key.self)
    sentence = try fields.decode(String.self, forKey: .sentence)
    source = try fields.decodeIfPresent(String.self, forKey: .source)
    locator = try fields.decode(String.self, forKey: .locator)
    reading = try fields.decode(String.self, forKey: .reading)
    rules = try fields.decode([RuleFields].self, forKey: .rules).map(\.rule)
    hasProxies = try fields.decodeIfPresent(Bool.self, forKey: .proxies) ?? false
  }
}

/// One rule of a claim's file.
private struct RuleFields: Decodable {
  enum Key: String, CodingKey, CaseIterable {
    case workload, size, metric, runtime, onCores
    case over, overSize, minus, slope, completes, outsidePackages
    case atLeast, atMost, within, atLeastPerCore, atMostPerCore, aboveSize
  }

  /// What says nothing of listings.
  private static let ofMeasurements: [Key] = [
    .workload, .size, .metric, .onCores, .atLeastPerCore, .atMostPerCore, .aboveSize,
  ]

  let rule: ClaimRule

  init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(Key.self)
    let runtimes = CodingUserInfoKey.runtimes.flatMap { decoder.userInfo[$0] as? [Runtime] } ?? []
    let quantity = try Self.quantity(fields, runtimes)
    let isOfListings = quantity == .outsidePackages
    if isOfListings {
      for key in Self.ofMeasurements { _ = try fields.only(of: [.outsidePackages, key]) }
    }
    let hasMetric = quantity != .completion && !isOfListings
    rule = try ClaimRule(
      workload: isOfListings ? "" : fields.decode(String.self, forKey: .workload),
      size: fields.decodeIfPresent([String: Int].self, forKey: .size).map(parameters) ?? [],
      metric: hasMetric ? fields.decode(String.self, forKey: .metric) : "",
      runtime: fields.runtime(.runtime, among: runtimes), quantity: quantity,
      bound: quantity == .completion ? .completed : Self.bound(fields),
      onCores: fields.decodeIfPresent(Int.self, forKey: .onCores))
  }

  private static func quantity(
    _ fields: KeyedDecodingContainer<Key>, _ runtimes: [Runtime]
  ) throws -> ClaimRule.Quantity {
    switch try fields.only(of: [
      .over, .overSize, .minus, .slope, .completes, .outsidePackages,
    ]) {
    case .over where try fields.decode(String.self, forKey: .over) == "best": .ratioToBest
    case .over: try .ratio(to: fields.runtime(.over, among: runtimes))
    case .overSize:
      try .ratioToSize(parameters(fields.decode([String: Int].self, forKey: .overSize)))
    case .minus: try .difference(from: fields.runtime(.minus, among: runtimes))
    case .slope: try .slope(over: fields.decode(String.self, forKey: .slope))
    case .completes: .completion
    case .outsidePackages: .outsidePackages
    default: .value
    }
  }

  private static func bound(_ fields: KeyedDecodingContainer<Key>) throws -> ClaimRule.Bound {
    let keys: [Key] = [
      .atLeast, .atMost, .within, .atLeastPerCore, .atMostPerCore, .aboveSize,
    ]
    switch try fields.only(of: keys) {
    case .atLeast: return try .atLeast(fields.decode(Double.self, forKey: .atLeast))
    case .atMost: return try .atMost(fields.decode(Double.self, forKey: .atMost))
    case .atLeastPerCore:
      return try .atLeastPerCore(fields.decode(Double.self, forKey: .atLeastPerCore))
    case .atMostPerCore:
      return try .atMostPerCore(fields.decode(Double.self, forKey: .atMostPerCore))
    case .aboveSize:
      return try .above(size: parameters(fields.decode([String: Int].self, forKey: .aboveSize)))
    case .within:
      let ends = try fields.decode([Double].self, forKey: .within)
      guard ends.count == 2, ends[0] <= ends[1] else {
        throw fields.problem(.within, "it must hold two ascending numbers")
      }
      return .within(ends[0]...ends[1])
    default:
      throw fields.problem(
        .atLeast,
        "one of \(keys.map(\.stringValue).joined(separator: ", ")) must be there")
    }
  }
}

/// Sizes in the order of their names, since a JSON object has none.
private func parameters(_ values: [String: Int]) -> [Parameter] {
  values.sorted { $0.key < $1.key }.map { Parameter($0.key, $0.value) }
}

extension Decoder {
  /// The object's fields; throws for a key that is not one of the type's.
  fileprivate func fields<Key: CodingKey & CaseIterable>(
    _ type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    let known = Key.allCases.map(\.stringValue)
    for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: codingPath,
          debugDescription: "\"\(key.stringValue)\" is no key; known are "
            + known.joined(separator: ", ")))
    }
    return try container(keyedBy: type)
  }
}

extension KeyedDecodingContainer {
  /// The one key of a list that is there; nil when none is.
  fileprivate func only(of keys: [Key]) throws -> Key? {
    let found = keys.filter(contains)
    guard found.count < 2 else {
      throw problem(found[1], "it cannot stand beside \(found[0].stringValue)")
    }
    return found.first
  }

  fileprivate func runtime(_ key: Key, among runtimes: [Runtime]) throws -> Runtime {
    let name = try decode(String.self, forKey: key)
    guard let runtime = runtimes.first(where: { $0.id == name }) else {
      let names = runtimes.map(\.id).joined(separator: ", ")
      throw problem(key, "\"\(name)\" is no runtime; known are \(names)")
    }
    return runtime
  }

  fileprivate func problem(_ key: Key, _ reason: String) -> DecodingError {
    .dataCorruptedError(forKey: key, in: self, debugDescription: reason)
  }
}

private struct AnyKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension DecodingError {
  /// What is wrong and at which key, without the type names of the decoder.
  fileprivate var reason: String {
    func place(_ path: [any CodingKey], _ last: String? = nil) -> String {
      let keys =
        path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
        + (last.map { [$0] } ?? [])
      return keys.isEmpty ? "" : " at \(keys.joined(separator: "."))"
    }
    switch self {
    case .keyNotFound(let key, let context):
      return "a key is missing\(place(context.codingPath, key.stringValue))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "a value is of the wrong kind\(place(context.codingPath))"
    case .dataCorrupted(let context):
      let text = context.debugDescription
      return (text.last == "." ? String(text.dropLast()) : text) + place(context.codingPath)
    @unknown default: return "\(self)"
    }
  }
}
