/// The size of an image in pixels, as the beginning of a PNG file states it.
///
/// PNG specification (W3C 2003), sections 5.2 and 11.2.2: a signature of eight bytes, then the chunk
/// `IHDR`, whose content begins with width and height.
struct PNGSize: Equatable, CustomStringConvertible {
  var width, height: UInt32

  /// The size of the image that previews of links show.
  static let card = PNGSize(width: 1_200, height: 630)

  private static let beginning: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)

  init(width: UInt32, height: UInt32) {
    self.width = width
    self.height = height
  }

  /// Nil if the bytes do not begin as a PNG file does.
  init?(of bytes: [UInt8]) {
    guard bytes.count >= 24, bytes.starts(with: Self.beginning) else { return nil }
    func number(at start: Int) -> UInt32 {
      bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    self.init(width: number(at: 16), height: number(at: 20))
  }

  var description: String { "\(width) by \(height) pixels" }
}
