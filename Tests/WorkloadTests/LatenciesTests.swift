import Testing

@testable import WorkloadKit

struct LatenciesTests {
  @Test func smallValuesHaveSeparateBucketsAndLargerOnesKeepElevenBits() {
    let counts = latencyCounts([2_047, 0, 2_048, 2_049, 2_050, 4_096, 4_099, 0])
    #expect(
      counts == [
        LatencyCount(value: 0, count: 2), LatencyCount(value: 2_047, count: 1),
        LatencyCount(value: 2_049, count: 2), LatencyCount(value: 2_051, count: 1),
        LatencyCount(value: 4_099, count: 2),
      ])
  }

  @Test(arguments: [1, 2_048, 999_999, 123_456_789_012, UInt64.max])
  func aValueIsAtMostOneInAThousandBelowItsBuckets(value: UInt64) {
    let bucket = largestInBucket(of: value)
    #expect(bucket >= value)
    #expect(Double(bucket - value) <= Double(value) / 1_000)
    #expect(largestInBucket(of: bucket) == bucket)
  }
}
