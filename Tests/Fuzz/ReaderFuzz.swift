import BenchmarkModel
import FoundationEssentials
import References

/// Reads an input for libFuzzer (https://llvm.org/docs/LibFuzzer.html).
///
/// Its first byte chooses the reader; the rest is the file.
///
/// The file must be read or refused. Anything else is an error, and so is a result that
/// breaks a rule.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 1 else { return 0 }
  let file = [UInt8](UnsafeBufferPointer(start: start + 1, count: count - 1))
  let formats = ExternalFormat.allCases
  let format = formats[Int(start[0]) % formats.count]
  do throws(ReferenceError) {
    let results = try format == .criterion ? criterion(file) : read(file, as: format)
    precondition(results.allSatisfy(keepsRules), "A result breaks a rule.")
  } catch {
    precondition(error.description.hasPrefix("file"), "\(error)")
  }
  return 0
}

/// Writes a file of each format as a seed to the folder that the environment names.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>?,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
  guard let folder = ProcessInfo.processInfo.environment["PARALLAX_FUZZ_SEEDS"] else { return 0 }
  var seeds = ExternalFixture.texts
  seeds += ExternalFixture.criterion.map { (.criterion, $0.value) }
  for (index, (format, text)) in seeds.enumerated() {
    let number = ExternalFormat.allCases.firstIndex(of: format) ?? 0
    do {
      try Data([UInt8(number)] + text.utf8).write(to: URL(filePath: "\(folder)/seed-\(index)"))
    } catch {
      print("\(folder): no seed can be written: \(error)")
      return 1
    }
  }
  return 0
}

private func read(
  _ file: [UInt8], as format: ExternalFormat
) throws(ReferenceError) -> [ExternalResult] {
  guard var reader = ExternalReader(format, path: "file") else { return [] }
  // In two pieces, split at an arbitrary place.
  let half = file.count / 2
  var results = try reader.read(Array(file[..<half]))
  results += try reader.read(Array(file[half...]))
  return results + (try reader.finish())
}

/// One of the files of a folder is the input; the others are as Criterion writes them.
private func criterion(_ file: [UInt8]) throws(ReferenceError) -> [ExternalResult] {
  var contents = ExternalFixture.criterion.mapValues { Array($0.utf8) }
  contents[CriterionReader.files[file.count % CriterionReader.files.count]] = file
  return [try CriterionReader.result(in: "file", contents: contents)]
}

private func keepsRules(_ result: ExternalResult) -> Bool {
  !result.name.isEmpty && !result.metric.isEmpty && result.position >= 0
    && (result.iterations.isEmpty || result.iterations.count == result.values.count)
    && (result.values + result.statistics.map(\.value)).allSatisfy { abs($0) <= 1e300 }
}
