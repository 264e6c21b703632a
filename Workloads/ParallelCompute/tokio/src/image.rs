use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

/// A square image of the Mandelbrot set. Several tasks may render rows of it at the same time. Atomic pixels
/// let them share it without unsafe code; a relaxed store is the same instruction as any other.
pub struct Image {
    side: usize,
    pixels: Box<[AtomicU8]>,
}

impl Image {
    pub fn new(side: usize) -> Self {
        Self {
            side,
            pixels: (0..side * side).map(|_| AtomicU8::new(0)).collect(),
        }
    }

    pub fn side(&self) -> usize {
        self.side
    }

    /// Sets each pixel of the row to the number of iterations for which its point stays bounded.
    pub fn render(&self, row: usize) {
        let side = self.side as f64;
        let imaginary = (2 * row) as f64 / side - 1.0;
        let pixels = &self.pixels[row * self.side..][..self.side];
        for (column, pixel) in pixels.iter().enumerate() {
            let real = (2 * column) as f64 / side - 1.5;
            pixel.store(iterations(real, imaginary), Relaxed);
        }
    }

    /// A checksum of all pixels in order.
    pub fn checksum(&self) -> u64 {
        self.pixels.iter().fold(0, |sum: u64, pixel| {
            sum.wrapping_mul(31)
                .wrapping_add(pixel.load(Relaxed).into())
        })
    }
}

/// The number of iterations of z = z² + c until |z|² > 4, at most 50.
fn iterations(c_real: f64, c_imaginary: f64) -> u8 {
    const LIMIT: u8 = 50;
    let (mut real, mut imaginary) = (0.0, 0.0);
    let (mut real_squared, mut imaginary_squared) = (0.0, 0.0);
    for count in 1..LIMIT {
        imaginary = 2.0 * real * imaginary + c_imaginary;
        real = real_squared - imaginary_squared + c_real;
        real_squared = real * real;
        imaginary_squared = imaginary * imaginary;
        if real_squared + imaginary_squared > 4.0 {
            return count;
        }
    }
    LIMIT
}
