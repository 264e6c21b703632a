/// The units that stay on the line of the number before them.
private let units: Set<Substring> = [
  "ns", "µs", "ms", "s", "B", "kB", "MB", "GB", "KiB", "MiB", "GiB", "/s", "k/s", "M/s", "%", "×",
]

/// Whether a text begins with a unit, which ends where the text, a word or a clause does.
func beginsWithUnit(_ text: some StringProtocol) -> Bool {
  units.contains(Substring(text.prefix { !" \u{A0}<,;:.)".contains($0) }))
}

/// Whether zero-terminated UTF-8 text begins with a unit.
func isUnit(at bytes: UnsafePointer<UInt8>) -> Bool {
  // No unit is longer than three bytes; what follows it is one more.
  var count = 0
  while count < 4, bytes[count] != 0 { count += 1 }
  return beginsWithUnit(
    String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
}
