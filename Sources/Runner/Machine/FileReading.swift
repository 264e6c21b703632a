import Platform

/// Reads a whole file, including a file in `/proc` that reports no size.
func fileBytes(_ path: String) throws(SystemError) -> [UInt8] {
  let file = try Descriptor(open(path, O_RDONLY | O_CLOEXEC))
  var bytes: [UInt8] = []
  while try file.append(to: &bytes) > 0 {}
  return bytes
}

/// The sorted names in a folder, including those that start with a period.
func folderNames(_ path: String) throws(SystemError) -> [String] {
  guard let folder = opendir(path) else { throw .last }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    names.append(
      withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      })
  }
  return names.sorted()
}
