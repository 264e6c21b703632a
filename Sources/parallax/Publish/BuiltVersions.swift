import BenchmarkModel
import Runner
import WorkloadKit

extension SourceTree {
  /// The versions of compilers and libraries with which the programs are built now, by the runtime's
  /// identifier, as far as the builds state them.
  ///
  /// The programs in Swift come from the same build as this tool.
  var builtVersions: [String: String] {
    runtimes.descriptions.reduce(into: [:]) { versions, description in
      let language = runtimes.language(of: description.runtime)
      let stated = language.flatMap { locator.toolchains(of: $0).first?.version }
      let own = description.style == nil ? nil : TrialLine.compilerVersion
      versions[description.runtime.id] = (stated ?? own).flatMap(VersionNumber.stated)
    }
  }
}
