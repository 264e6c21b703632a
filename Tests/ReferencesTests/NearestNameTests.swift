import BenchmarkModel
import Testing

@Suite struct NearestNameTests {
  @Test(
    "The nearest known name is suggested",
    arguments: [
      ("sleeping-task", "sleeping-tasks"),
      ("slepeing-tasks", "sleeping-tasks"),
      ("SLEEPING-TASKS", "sleeping-tasks"),
      ("fetch_urls", "fetch-urls"),
      ("og", "go"),
      ("tokyo", "tokio"),
      ("swift-asnyc", "swift-async"),
    ]
  )
  func suggests(typed: String, expected: String) {
    let known = ["sleeping-tasks", "fetch-urls", "go", "tokio", "swift-async"]
    #expect(nearestName(to: typed, in: known) == expected)
  }

  @Test(
    "Nothing is suggested when nothing is near",
    arguments: ["", "x", "B", "quicksort", "mean", String(repeating: "sleeping-tasks", count: 8)]
  )
  func suggestsNothing(typed: String) {
    #expect(nearestName(to: typed, in: ["sleeping-tasks", "go", "A", ""]) == nil)
  }

  @Test("The first of equally near names wins, unless there is a nearer one")
  func prefersTheFirstOfEqualNames() {
    #expect(nearestName(to: "p9", in: ["p95", "p99"]) == "p95")
    #expect(nearestName(to: "p99.9", in: ["p99", "p99.99", "p99.9"]) == "p99.9")
  }

  @Test("Two swapped neighbors are one mistake")
  func countsASwapOnce() {
    // Four letters allow one mistake; replacing both swapped ones would be two.
    #expect(nearestName(to: "maen", in: ["mean"]) == "mean")
    #expect(nearestName(to: "moon", in: ["mean"]) == nil)
  }
}
