/// The content of a message of a load: a number, spread over all of its words of 8 bytes.
///
/// The first word is the number itself, with the lowest byte first.
struct LoadMessage {
  private let number: UInt64

  init(_ number: UInt64) { self.number = number }

  /// The number of the message in the buffer.
  static func number(of bytes: UnsafeMutableRawBufferPointer) -> Int {
    Int(UInt64(littleEndian: bytes.load(as: UInt64.self)))
  }

  /// Multiplication by an odd number is reversible, so a different number changes each word.
  private func word(_ index: Int) -> UInt64 { (number &* (2 * UInt64(index) + 1)).littleEndian }

  /// Fills the buffer, whose length is a multiple of 8.
  func write(to bytes: UnsafeMutableRawBufferPointer) {
    for index in 0..<bytes.count / 8 {
      bytes.storeBytes(of: word(index), toByteOffset: 8 * index, as: UInt64.self)
    }
  }

  /// Whether the bytes, whose number is a multiple of 8, are this message.
  func isContent(of bytes: UnsafeRawBufferPointer) -> Bool {
    (0..<bytes.count / 8).allSatisfy { index in
      bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self) == word(index)
    }
  }
}
