package import BenchmarkModel

/// A run that certifies verdicts.
package func fixtureCertifyingRun() -> Run {
  var run = fixtureRun()
  run.preset = Certification.preset
  return run
}

/// One trial per block; the blocks of a repetition's two sides alternate.
package func fixtureCertifiedTrials(
  _ size: [Parameter], repetitions: Int = 2, _ value: (_ block: Int) -> Double
) -> [Trial] {
  trials(.go, size, .elapsed, (0..<repetitions * 20).map(value))
}

/// A value that varies by half a percent from block to block.
package func fixtureNoise(_ value: Double, _ block: Int) -> Double {
  value * (1 + Double(block * 7 % 11) / 2_000)
}
