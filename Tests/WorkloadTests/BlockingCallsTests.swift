import Testing

@testable import BlockingCallsWorkload

struct BlockingCallsTests {
  @Test func aCallReadsTheWholeFileUntilItIsRemoved() throws {
    let call = try BlockingCall(BlockingCalls.Parameters(calls: 1, readKibibytes: 130))
    #expect(call.make() == 130 * 1_024)
    #expect(call.make() == 130 * 1_024)
    call.end()
    #expect(call.make() == 0)
  }

  @Test func aCallThatWasNotMadeOrReadTooLittleIsAWrongAnswer() {
    let parameters = BlockingCalls.Parameters(calls: 2, readKibibytes: 1)
    let tally = BlockingCalls.Tally()
    tally.note(bytes: 1_024)
    #expect(tally.answer != BlockingCalls.answer(parameters))
    tally.note(bytes: 1_023)
    #expect(tally.answer != BlockingCalls.answer(parameters))
    tally.note(bytes: 1)
    #expect(tally.answer != BlockingCalls.answer(parameters))
  }
}
