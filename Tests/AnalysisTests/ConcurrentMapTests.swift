import Testing

@testable import Analysis

struct ConcurrentMapTests {
  @Test func resultsStandInTheOrderOfTheElements() {
    let numbers = Array(0..<2_000)
    #expect(numbers.concurrentMap { "\($0)" } == numbers.map { "\($0)" })
    #expect([Int]().concurrentMap { $0 } == [])
  }

  @Test func aMissingResultKeepsItsPlace() {
    let odd = [1, 2, 3].concurrentMap { $0.isMultiple(of: 2) ? nil : $0 }
    #expect(odd == [1, nil, 3])
  }
}
