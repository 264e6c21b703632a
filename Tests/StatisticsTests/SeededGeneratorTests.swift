import Statistics
import Testing

struct SeededGeneratorTests {
  /// Expected numbers from Vigna's `splitmix64.c`, compiled with GCC 12.
  ///
  /// A transcription into Python gives the same.
  @Test func sequenceIsThatOfSplitMix64() {
    var generator = SeededGenerator(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ]
    )
  }

  /// Expected numbers from a transcription into Python.
  @Test(
    arguments: [
      (0, 0x9d59_1bb7_266b_13f3), (1, 0x196e_01eb_a8e0_a0d4), (2, 0xf486_b585_91ed_f29d),
    ] as [(UInt64, UInt64)]
  )
  func streamsOfOneSeedStartAtWorkedNumbers(stream: UInt64, first: UInt64) {
    var generator = SeededGenerator(seed: 42, stream: stream)
    #expect(generator.next() == first)
  }

  @Test func streamsOfNeighboringSeedsShareNoNumber() {
    var seen: Set<UInt64> = []
    for seed in UInt64(0)..<8 {
      for stream in UInt64(0)..<8 {
        var generator = SeededGenerator(seed: seed, stream: stream)
        for _ in 0..<100 { seen.insert(generator.next()) }
      }
    }
    #expect(seen.count == 6_400)
  }

  /// Expected orders from a separate program in another language.
  @Test func shufflesAreTheSameOnEveryPlatform() {
    var generator = SeededGenerator(seed: 2)
    #expect(generator.shuffled(Array("abcde")) == ["b", "d", "e", "c", "a"])
    #expect(generator.shuffled([Int]()) == [])
    #expect(generator.shuffled([7]) == [7])
  }

  @Test func boundedNumbersReachEveryValueBelowTheBound() {
    var generator = SeededGenerator(seed: 3)
    let drawn = (0..<200).map { _ in generator.next(below: 5) }
    #expect(Set(drawn) == [0, 1, 2, 3, 4])
    #expect(generator.next(below: 1) == 0)
  }
}
