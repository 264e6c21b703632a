import WorkloadKit

extension ParallelCompute {
  /// A square image of the Mandelbrot set.
  ///
  /// Several units may render rows of it at the same time, as long as no two render the same row.
  final class Image: @unchecked Sendable {
    private let side: Int
    private let pixels: UnsafeMutableBufferPointer<UInt8>

    init(_ parameters: Parameters) {
      side = parameters.side
      pixels = .allocate(capacity: side * side)
      pixels.initialize(repeating: 0)
    }

    deinit { pixels.deallocate() }

    /// Sets each pixel of the row to the number of iterations for which its point stays bounded.
    func render(row: Int) {
      let imaginary = Double(2 * row) / Double(side) - 1
      for column in 0..<side {
        let real = Double(2 * column) / Double(side) - 1.5
        pixels[row * side + column] = iterations(real, imaginary)
      }
    }

    /// A checksum of all pixels in order.
    var checksum: Checksum { pixels.reduce(0) { $0 &* 31 &+ Checksum($1) } }
  }
}

/// The number of iterations of z = z² + c until |z|² > 4, at most 50.
private func iterations(_ cReal: Double, _ cImaginary: Double) -> UInt8 {
  let limit: UInt8 = 50
  var (real, imaginary, realSquared, imaginarySquared) = (0.0, 0.0, 0.0, 0.0)
  var count: UInt8 = 0
  repeat {
    imaginary = 2 * real * imaginary + cImaginary
    real = realSquared - imaginarySquared + cReal
    realSquared = real * real
    imaginarySquared = imaginary * imaginary
    count += 1
  } while realSquared + imaginarySquared <= 4 && count < limit
  return count
}
