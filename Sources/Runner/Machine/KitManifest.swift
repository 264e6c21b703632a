package import BenchmarkModel
import Platform

/// Where the programs of a kit come from, which neither git nor a compiler can say on its machine.
///
/// `scripts/kit` writes it as `kit.txt`, with a name and a value on each line.
package struct KitManifest: Sendable, Equatable {
  /// The commit that the kit was made from.
  package var source: ToolchainProbe.SourceState
  /// The compiler that built its Swift programs.
  package var swift: Toolchain

  /// Reads the manifest of a folder; nil if the folder is not a kit.
  ///
  /// - Throws: `RunnerError.unreadable`, or `RunnerError.badKit` if it is not what `scripts/kit` writes.
  package init?(in folder: String) throws(RunnerError) {
    let path = "\(folder)/kit.txt"
    guard access(path, F_OK) == 0 else { return nil }
    let bytes: [UInt8]
    do { bytes = try fileBytes(path) } catch { throw .unreadable(path: path, error.reason) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .badKit(path: path) }
    let lines = text.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1) }
    guard lines.count == 3, lines.allSatisfy({ $0.count == 2 }),
      lines.map({ $0[0] }) == ["commit", "changed", "swift"],
      lines[0][1].utf8.count == 40, lines[0][1].allSatisfy("0123456789abcdef".contains),
      let isDirty = Bool(String(lines[1][1])), lines[2][1].utf8.count <= 200
    else { throw .badKit(path: path) }
    source = ToolchainProbe.SourceState(commit: String(lines[0][1]), isDirty: isDirty)
    swift = Toolchain(name: "swift of the kit", version: String(lines[2][1]))
  }
}
