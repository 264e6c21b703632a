import Testing

@testable import Reporting

struct NotesTests {
  /// 1 − 2^(1−n): two trials enclose the median with probability one half.
  @Test(arguments: [(1, 0), (2, 0.5), (3, 0.75), (5, 0.9375)])
  func rangeOfFewTrialsCoversLess(count: Int, expected: Double) {
    #expect(coverage(ofRangeOf: count) == expected)
  }
}
