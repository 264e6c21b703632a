import Testing

@testable import Statistics

struct StudentTests {
  /// Shares, degrees of freedom and quantiles from `scipy.stats.t.isf` 1.17.
  @Test(
    arguments: [
      (0.05, 1, 12.706204736174705), (0.05, 4.5, 2.658912347204404), (0.01, 2, 9.924843200918293),
      (0.0025, 6, 4.980693513519424), (0.05, 100, 1.983971518523552),
      (0.5, 3, 0.7648923284043444), (1e-6, 5, 28.478473462984212),
      (0.3, 0.2, 98.87399562324003),
    ] as [(Double, Double, Double)]
  )
  func quantilesAgreeWithWorkedOnes(share: Double, degrees: Double, expected: Double) {
    let found = Student.quantile(outside: share, degrees: degrees)
    #expect((found - expected).magnitude < 1e-11 * expected)
    #expect((Student.share(outside: found, degrees: degrees) - share).magnitude < 1e-12)
  }

  @Test func distributionIsNearlyNormalWithManyDegrees() {
    for distance in [0.1, 1, 2, 4] {
      let share = Student.share(outside: distance, degrees: 1e6)
      #expect((share - 2 * Normal.share(above: distance)).magnitude < 1e-6)
    }
  }

  @Test func shareOfTheExtremesIsOneOrZero() {
    #expect(Student.share(outside: 0, degrees: 3) == 1)
    #expect(Student.share(outside: 1e200, degrees: 3) == 0)
  }

  /// ln Γ, ψ and ψ′ from `scipy.special`.
  @Test(
    arguments: [
      (0.05, 2.968879201051731, -20.49784499129987, 401.53235734211506),
      (0.5, 0.5723649429247, -1.9635100260214235, 4.93480220054468),
      (1, 0, -0.5772156649015329, 1.6449340668482266),
      (2.5, 0.2846828704729192, 0.7031566406452432, 0.4903577561002349),
      (12, 17.502307845873887, 2.4426616799758123, 0.0869018728717684),
      (200, 857.9336698258575, 5.295815283219911, 0.005012520833229169),
    ] as [(Double, Double, Double, Double)]
  )
  func gammaFunctionsAgreeWithWorkedOnes(
    number: Double, logarithm: Double, digamma: Double, trigamma: Double
  ) {
    #expect((Gamma.logarithm(number) - logarithm).magnitude < 1e-13 * max(1, logarithm))
    #expect((Gamma.digamma(number) - digamma).magnitude < 1e-12 * max(1, digamma.magnitude))
    #expect((Gamma.trigamma(number) - trigamma).magnitude < 1e-12 * trigamma)
    #expect((Gamma.inverseTrigamma(trigamma) - number).magnitude < 1e-9 * number)
  }

  @Test(arguments: [1.0, 2, 4, 30, 1e6])
  func theMinimumShareIsBelowTheShare(degrees: Double) {
    for distance in stride(from: 0.0, through: 12, by: 0.125) {
      let minimum = Normal.minimumShare(outside: distance)
      #expect(minimum <= Student.share(outside: distance, degrees: degrees), "\(distance)")
      // Near enough to be of use.
      if distance >= 2 { #expect(minimum > 1.6 * Normal.share(above: distance), "\(distance)") }
    }
  }
}
