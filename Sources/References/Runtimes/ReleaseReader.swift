package import BenchmarkModel

/// Reads the files `Workloads/runtimes/LANGUAGE/releases.csv`, as strictly as published numbers.
package enum ReleaseReader {
  /// The releases in the content of a file, in the file's order.
  ///
  /// - Parameters:
  ///   - language: The folder of the language.
  ///   - path: The file's name for messages.
  package static func releases(
    in bytes: [UInt8], of language: String, path: String
  ) throws(ReferenceError) -> [Release] {
    try ReferenceReader.records(in: bytes, path: path) { (row: inout RecordRow<ReleaseColumn>) in
      let version = row.read(.version, Field.version)
      let date = row.read(.date, Field.date)
      let address = row.read(.address, Field.address)
      let sentence = row.read(.sentence, Field.text)
      guard let version, let date, let address, let sentence else { return nil }
      let release = Release(
        language: language, version: version, date: date, address: address, sentence: sentence)
      return (.version, version, release)
    }
  }
}

/// The columns of a file of releases, with their names in its header.
private enum ReleaseColumn: String, CaseIterable {
  case version, date, address, sentence
}
