import BenchmarkModel
import Testing

@testable import Analysis

struct FormulaTests {
  private static let elapsed = Formula.stored(.elapsed)
  private static let process = Formula.stored(.processTime)

  @Test(arguments: [
    (elapsed - .floor, "elapsedNanoseconds - floor", "elapsedNanoseconds − floor"),
    (
      elapsed / .constant(1_000) * .operations, "elapsedNanoseconds / 1000.0 * operations",
      "elapsedNanoseconds ÷ 1,000 × operations"
    ),
    (
      (process - elapsed) / elapsed,
      "(processNanoseconds - elapsedNanoseconds) / elapsedNanoseconds",
      "(processNanoseconds − elapsedNanoseconds) ÷ elapsedNanoseconds"
    ),
    (
      process - (elapsed - .floor), "processNanoseconds - (elapsedNanoseconds - floor)",
      "processNanoseconds − (elapsedNanoseconds − floor)"
    ),
    (
      process / (.operations * .iterations), "processNanoseconds / (operations * iterations)",
      "processNanoseconds ÷ (operations × iterations)"
    ),
  ])
  func sqlAndTextSayTheSame(formula: Formula, sql: String, text: String) {
    #expect(formula.sql == sql)
    #expect(formula.text == text)
  }

  @Test func whatTheContractDoesNotSayGivesNoValue() {
    func value(_ formula: Formula, _ terms: CaseTerms) -> Double? {
      formula.value(terms) { _ in 20 }
    }
    #expect(value(Self.elapsed - .floor, CaseTerms(floorNanoseconds: 5)) == 15)
    #expect(value(Self.elapsed - .floor, CaseTerms(operations: 5)) == nil)
    #expect(value(Self.elapsed / .operations, CaseTerms(operations: 5)) == 4)
    #expect(value(Self.elapsed / .operations, CaseTerms()) == nil)
    let waiting = CaseTerms(floorNanoseconds: 1, operations: 5)
    #expect(value(Self.elapsed / .operations, waiting) == nil)
  }

  @Test func whereAnInputIsMissingOrZeroDividesThereIsNoValue() {
    let ratio = Self.process / Self.elapsed
    #expect(ratio.value(CaseTerms()) { $0 == .elapsed ? 4 : 8 } == 2)
    #expect(ratio.value(CaseTerms()) { $0 == .elapsed ? 0 : 8 } == nil)
    #expect(ratio.value(CaseTerms()) { $0 == .elapsed ? nil : 8 } == nil)
    #expect(ratio.inputs == [.processTime, .elapsed])
  }

  @Test func theIterationsOfATrialDivideItsTotals() {
    let formula = Self.process / (.operations * .iterations)
    #expect(formula.value(CaseTerms(operations: 5), iterations: 4) { _ in 40 } == 2)
    #expect(formula.value(CaseTerms(operations: 5)) { _ in 40 } == 8)
    #expect(formula.value(CaseTerms(operations: 5), iterations: 0) { _ in 40 } == nil)
    #expect(formula.inputs == [.processTime] && formula.countsIterations)
    #expect(!(Self.process / .operations).countsIterations)
  }

  @Test func everyRowHasItsWordsAndAUniqueName() {
    let latency = Metric(name: "wakeNanoseconds", label: "Wake", unit: .nanoseconds)
    let rows = DerivedMetric.all(with: [latency])
    let names = rows.map(\.metric.name) + Metric.common.map(\.name)
    #expect(Set(names).count == names.count)
    for row in rows {
      #expect(row.words.hasSuffix("."), "\(row.metric.name)")
      #expect(row.metric.name.lowercased().hasSuffix(row.metric.unit.rawValue.lowercased()))
    }
  }
}
