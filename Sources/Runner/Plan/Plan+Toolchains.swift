import BenchmarkModel

extension Plan {
  /// The implementations with those of other toolchains, each behind the default one.
  ///
  /// - Parameter names: Toolchains such as `go=1.25`, or `all` for every program that another toolchain built;
  ///   one that is the default adds nothing.
  static func adding(
    _ names: [String], to chosen: [LocatedImplementation], _ locator: ProgramLocator
  ) throws(RunnerError) -> [LocatedImplementation] {
    guard !names.isEmpty else { return chosen }
    let built = locator.toolchains
    var wanted: [BuiltToolchain] = []
    for name in names where name != "all" {
      let parts = name.split(separator: "=", maxSplits: 1).map(String.init)
      let found = built.first { $0.language == parts.first && $0.isMeant(by: parts.last ?? "") }
      guard let found, parts.count == 2 else {
        let allowed = ["all"] + built.map(\.name)
        throw .unknownToolchain(
          name: name, nearest: nearestName(to: name, in: allowed), allowed: allowed)
      }
      wanted.append(found)
    }
    var all: [LocatedImplementation] = []
    for located in chosen {
      all.append(located)
      guard located.implementation.isDefault, located.status != .notImplemented,
        let language = locator.runtimes.language(of: located.implementation.runtime)
      else { continue }
      for toolchain in built where toolchain.language == language.folder {
        guard let label = toolchain.label else { continue }
        var other = located.implementation
        other.toolchain = label
        let found = try locator.locate(other)
        if wanted.contains(toolchain) || names.contains("all") && found.status == .ready {
          all.append(found)
        }
      }
    }
    return all
  }
}
