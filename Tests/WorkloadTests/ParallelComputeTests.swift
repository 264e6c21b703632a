import Testing

@testable import ParallelComputeWorkload

struct ParallelComputeTests {
  /// The points -1.5 - i and -0.5 - i escape after 2 and 4 iterations; -1.5 and -0.5 never do.
  @Test func anImageOfTwoRowsIsTheOneWorkedByHand() {
    let parameters = ParallelCompute.Parameters(side: 2)
    let image = ParallelCompute.Image(parameters)
    for row in 0..<2 { image.render(row: row) }
    #expect(image.checksum == ((2 * 31 + 4) * 31 + 50) * 31 + 50)
    #expect(ParallelCompute.answer(parameters) == image.checksum)
  }

  @Test func anImageThatLacksARowHasAnotherChecksum() {
    let parameters = ParallelCompute.Parameters(side: 8)
    let image = ParallelCompute.Image(parameters)
    for row in 0..<7 { image.render(row: row) }
    #expect(image.checksum != ParallelCompute.answer(parameters))
    image.render(row: 7)
    #expect(image.checksum == ParallelCompute.answer(parameters))
  }

  @Test func everyRowIsHandedOutOnce() {
    let rows = ParallelCompute.Rows(ParallelCompute.Parameters(side: 3))
    #expect((0..<5).map { _ in rows.claim() } == [0, 1, 2, nil, nil])
  }
}
