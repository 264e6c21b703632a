import BenchmarkModel
import GRDB

extension RawRepresentable where RawValue == String {
  /// The value with this raw value; `column` tells the user where the word is stored.
  init(stored word: String, column: String) throws(RowFault) {
    guard let value = Self(rawValue: word) else {
      throw RowFault(word.databaseValue, in: column, .of(column))
    }
    self = value
  }
}

extension Implementation {
  /// Reads the columns `workload`, `runtime`, `variant` and perhaps `toolchain` of a table.
  ///
  /// Any runtime is accepted, since the database may come from a tree with other runtimes.
  init(
    workload: String, runtime: String, variant: String,
    toolchain: String = Implementation.defaultToolchain
  ) {
    self.init(
      workload: workload, runtime: Runtime(runtime),
      variant: variant == Self.defaultVariant ? nil : variant,
      toolchain: toolchain == Self.defaultToolchain ? nil : toolchain)
  }
}
