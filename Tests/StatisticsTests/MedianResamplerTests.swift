import Statistics
import Testing

struct MedianResamplerTests {
  /// Expected medians from a transcription into Python that draws the same ranks, builds each
  /// resample and sorts it.
  @Test func firstMediansAgreeWithSortedResamples() {
    let values = [11.4, 11.7, 12.0, 12.1, 12.2, 12.7, 12.9, 13.3]
    var resampler = MedianResampler(
      ofSorted: values,
      generator: SeededGenerator(seed: 7, stream: 0)
    )
    #expect(
      (0..<6).map { _ in resampler.next() } == [
        12.149999999999999, 12.05, 12.2, 12.45, 12.05, 12.399999999999999,
      ]
    )
  }

  @Test(arguments: seeds) func mediansLieBetweenMinimumAndMaximum(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let values = try generator.makeSample().values
    let hull = values[0]...values[values.count - 1]
    var resampler = MedianResampler(ofSorted: values, generator: generator)
    #expect((0..<500).allSatisfy { _ in hull.contains(resampler.next()) })
  }

  @Test func oneValueIsTheOnlyMedian() {
    var resampler = MedianResampler(ofSorted: [3.5], generator: SeededGenerator(seed: 1))
    #expect((0..<10).allSatisfy { _ in resampler.next() == 3.5 })
  }

  /// Two values have four equally likely resamples with three different medians.
  @Test func mediansOfTwoValuesHaveTheirProbabilities() {
    var resampler = MedianResampler(ofSorted: [0, 1], generator: SeededGenerator(seed: 5))
    var counts: [Double: Int] = [:]
    for _ in 0..<8_000 { counts[resampler.next(), default: 0] += 1 }
    // Five standard deviations of a binomial count, sqrt(8000 · p · (1 − p)).
    #expect(counts.keys.sorted() == [0, 0.5, 1])
    #expect((1_806...2_194).contains(counts[0, default: 0]))
    #expect((3_776...4_224).contains(counts[0.5, default: 0]))
    #expect((1_806...2_194).contains(counts[1, default: 0]))
  }
}
