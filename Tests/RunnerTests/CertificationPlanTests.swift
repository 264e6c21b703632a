import BenchmarkModel
import RuntimeFixtures
import Testing
import WorkloadCatalog

@testable import Runner

struct CertificationPlanTests {
  private func implementations(
    _ runtimes: [Runtime] = repositoryRuntimes.defaults,
    _ status: LocatedImplementation.Status = .ready
  ) -> [LocatedImplementation] {
    Catalog.names.flatMap { workload in
      runtimes.map {
        LocatedImplementation(
          implementation: Implementation(workload: workload, runtime: $0), status: status,
          listingPaths: [], program: nil, remedy: "")
      }
    }
  }

  private func plan(_ runtimes: [Runtime] = repositoryRuntimes.defaults) -> CertificationPlan {
    CertificationPlan(seed: 3, implementations: implementations(runtimes))
  }

  @Test func everyCaseHasBothSidesOfAtLeastAHundredComparisons() {
    for plan in [plan(), plan([.swiftThreads]), plan([.swiftAsync, .go])] {
      let cases = Dictionary(grouping: plan.trials, by: \.case)
      let repetitions = Certification.repetitions(ofCases: cases.count)
      #expect(cases.count * repetitions >= 100)
      #expect(cases.count * (repetitions - 1) < 100)
      for trials in cases.values {
        let sides = Dictionary(grouping: trials) {
          "\(Certification.repetition(ofBlock: $0.block)) "
            + "\(Certification.side(ofBlock: $0.block))"
        }
        #expect(sides.count == 2 * repetitions)
        #expect(sides.values.allSatisfy { $0.count == Certification.trialsPerSide })
      }
      #expect(plan.trials.map(\.position) == Array(plan.trials.indices))
    }
  }

  @Test func contractsKnowEveryCase() {
    for measured in Set(plan().trials.map(\.case)) {
      #expect(throws: Never.self) { try CaseContract(measured) }
    }
  }

  /// By the contract, the larger of two cases must do exactly a tenth more operations.
  @Test func largerCaseHasATenthMoreOperations() throws {
    let cases = Set(plan().trials.map(\.case))
    var pairs = 0
    for one in cases {
      for other in cases where Certification.isLarger(one, than: other) {
        pairs += 1
        let more = try #require(try CaseContract(one).operations())
        let less = try #require(try CaseContract(other).operations())
        #expect(more * 10 == less * 11)
      }
    }
    #expect(pairs == 8)
  }

  @Test func whatIsNotThereIsLeftOut() {
    #expect(plan([.tokio]).implementations.map(\.implementation.runtime) == [.tokio, .tokio])
    let absent = CertificationPlan(
      seed: 1, implementations: implementations(repositoryRuntimes.defaults, .notInstalled))
    #expect(absent.trials.isEmpty && absent.implementations.isEmpty)
  }

  @Test func seedDecidesTheOrder() {
    let all = implementations()
    let one = CertificationPlan(seed: 1, implementations: all)
    #expect(CertificationPlan(seed: 1, implementations: all) == one)
    #expect(CertificationPlan(seed: 2, implementations: all).trials != one.trials)
  }

  @Test func casesThatDifferOtherwiseAreNoPair() {
    let one = Implementation(workload: "w", runtime: .go)
    func size(_ tasks: Int, _ hold: Int, _ implementation: Implementation) -> Case {
      Case(implementation, [Parameter("tasks", tasks), Parameter("hold", hold)])
    }
    let base = size(100, 10, one)
    #expect(Certification.isLarger(size(110, 10, one), than: base))
    #expect(!Certification.isLarger(base, than: size(110, 10, one)))
    #expect(!Certification.isLarger(base, than: base))
    #expect(!Certification.isLarger(size(111, 10, one), than: base))
    #expect(!Certification.isLarger(size(110, 11, one), than: base))
    let other = Implementation(workload: "w", runtime: .tokio)
    #expect(!Certification.isLarger(size(110, 10, other), than: base))
  }
}
