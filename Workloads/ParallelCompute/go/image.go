package main

// A square image of the Mandelbrot set. Several goroutines may render rows of it at the same time, as long as
// no two render the same row.
type image struct {
	side   int
	pixels []uint8
}

func newImage(side int) *image {
	return &image{side, make([]uint8, side*side)}
}

// Sets each pixel of the row to the number of iterations for which its point stays bounded.
func (m *image) render(row int) {
	imaginary := float64(2*row)/float64(m.side) - 1
	pixels := m.pixels[row*m.side : (row+1)*m.side]
	for column := range pixels {
		real := float64(2*column)/float64(m.side) - 1.5
		pixels[column] = iterations(real, imaginary)
	}
}

// The number of iterations of z = z² + c until |z|² > 4, at most 50. The conversion around a product keeps Go
// from fusing it with the addition on processors that can, which would round differently.
func iterations(cReal, cImaginary float64) uint8 {
	const limit = 50
	var zReal, zImaginary, realSquared, imaginarySquared float64
	for count := uint8(1); count < limit; count++ {
		zImaginary = float64(2*zReal*zImaginary) + cImaginary
		zReal = realSquared - imaginarySquared + cReal
		realSquared = float64(zReal * zReal)
		imaginarySquared = float64(zImaginary * zImaginary)
		if realSquared+imaginarySquared > 4 {
			return count
		}
	}
	return limit
}

// A checksum of all pixels in order.
func (m *image) checksum() uint64 {
	var sum uint64
	for _, pixel := range m.pixels {
		sum = sum*31 + uint64(pixel)
	}
	return sum
}
