import BenchmarkModel

/// Reads `go test -json`: the outputs in its events are Go's benchmark text, cut anywhere.
///
/// Source: The Go Authors, `go doc test2json`.
struct GoTestReader: LineFormat {
  /// The maximum number of packages with an unfinished line at a time.
  static let maximumPackages = 1_024

  private var text: GoBenchmarkReader
  private let path: String
  /// The beginning of a line of each package that is not complete yet.
  private var unfinished: [String: [UInt8]] = [:]
  /// The package of the previous line.
  private var lastPackage: String?

  var held: HeldResults {
    get { text.held }
    set { text.held = newValue }
  }

  init(path: String) {
    self.path = path
    text = GoBenchmarkReader(path: path)
  }

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.isObject(with: ["Action", "Package"])
  }

  mutating func take(
    _ bytes: Span<UInt8>, _ range: Range<Int>, line: Int
  ) throws(ReferenceError) {
    let object = bytes.bytes(range)
    if object.allSatisfy(JSONScanner.isSpace) { return }
    var scanner = JSONScanner(object, path: path, line: line)
    let event = try scanner.node(at: "")
    guard scanner.next() == nil else { throw scanner.expected("the end of the line") }
    // Events of the build have no package.
    guard let name = try event.member("Package")?.text() else { return }
    let action = try event.required("Action").text()
    if action == "output" {
      guard case .string(let output)? = try event.member("Output")?.value else {
        throw event.fault(.missingKey("Output"))
      }
      try add(Array(output.utf8), of: name, line: line)
    } else if ["pass", "fail", "skip"].contains(action), try event.member("Test") == nil,
      let rest = unfinished.removeValue(forKey: name)
    {
      // The package ends, perhaps within a line.
      try takeLine(rest, of: name, line: line)
    }
  }

  /// Adds the next output of a package, and takes the lines that it completes.
  private mutating func add(
    _ output: [UInt8], of name: String, line: Int
  ) throws(ReferenceError) {
    var rest = unfinished[name] ?? []
    for byte in output {
      guard byte == UInt8(ascii: "\n") else {
        rest.append(byte)
        continue
      }
      try takeLine(rest, of: name, line: line)
      rest = []
    }
    guard rest.count <= Self.maximumLineBytes else {
      throw .problem(
        .lineTooLong(limit: Self.maximumLineBytes), at: ReferencePlace(path, .line(line)))
    }
    unfinished[name] = rest.isEmpty ? nil : rest
    guard unfinished.count <= Self.maximumPackages else {
      throw .problem(
        .external(.tooLong("The list of packages", limit: Self.maximumPackages)),
        at: ReferencePlace(path, .line(line)))
    }
  }

  private mutating func takeLine(
    _ bytes: [UInt8], of name: String, line: Int
  ) throws(ReferenceError) {
    if lastPackage != name {
      lastPackage = name
      // Outputs of several packages may alternate.
      let key = Array("pkg: \(name)".utf8)
      try text.take(key.span, 0..<key.count, line: line)
    }
    guard !bytes.isEmpty else { return }
    try text.take(bytes.span, 0..<bytes.count, line: line)
  }
}
