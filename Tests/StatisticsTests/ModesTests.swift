import Statistics
import Testing

struct ModesTests {
  @Test func twoGroupsAreFoundWithTheirShares() throws {
    let fast = (0..<14).map { 100 + Double($0) }
    let slow = (0..<6).map { 200 + Double($0) }
    let found = try #require(Modes(of: try makeSample(slow + fast)))
    #expect(found.lower.share == 0.7 && isNear(found.upper.share, 0.3))
    #expect(found.lower.center == 106.5 && found.upper.center == 202.5)
  }

  @Test func groupsWithoutWidthAreFound() throws {
    let values = Array(repeating: 4.0, count: 5) + Array(repeating: 8.0, count: 3)
    let found = try #require(Modes(of: try makeSample(values)))
    #expect(found.lower.share == 0.625 && found.upper.center == 8)
  }

  @Test func fewOrUnusableOrEqualValuesHaveNoModes() throws {
    #expect(Modes(of: try makeSample([1, 1, 1, 1, 9, 9, 9])) == nil)
    #expect(Modes(of: try makeSample([0, 1, 1, 1, 1, 9, 9, 9, 9])) == nil)
    #expect(Modes(of: try makeSample(Array(repeating: 3, count: 20))) == nil)
    // Two outliers are no mode.
    #expect(Modes(of: try makeSample((0..<18).map { 100 + Double($0) } + [900, 901])) == nil)
  }

  @Test func scaleDoesNotMatter() throws {
    let values = [1, 1.1, 1.05, 1.02, 1.03, 1.04, 1.06, 2, 2.1, 2.05, 2.02, 2.07]
    let one = try #require(Modes(of: try makeSample(values)))
    let other = try #require(Modes(of: try makeSample(values.map { $0 * 1_024 })))
    #expect(one.lower.share == other.lower.share)
    #expect(other.upper.center == one.upper.center * 1_024)
  }

  /// A spike with a long tail to the right has one mode.
  @Test func skewedValuesRarelyHaveTwoModes() throws {
    var generator = SeededGenerator(seed: 1)
    let found = try (0..<400).count { _ in
      let values = (0..<20).map { _ in
        let uniform = Double.random(in: 0.001...1, using: &generator)
        return 1 + 0.2 / uniform
      }
      return Modes(of: try makeSample(values)) != nil
    }
    #expect(found <= 20)
  }
}
