/// How two numbers may be compared.
///
/// A ratio is given within a run, and between two runs on one machine. Numbers of different machines
/// are only shown side by side.
package enum Comparability: String, Sendable, CaseIterable {
  /// Both were measured in the same run.
  case sameRun = "same run"
  /// They were measured in different runs on the same machine.
  case sameMachine = "same machine"
  /// They were measured on different machines.
  case otherMachine = "other machine"
  /// The machine of one of them is not known.
  case unknown = "unknown machine"

  /// How the numbers of two runs may be compared.
  package init(of run: Run, and other: Run) {
    if run.id == other.id {
      self = .sameRun
    } else {
      self = run.machine.fingerprint == other.machine.fingerprint ? .sameMachine : .otherMachine
    }
  }

  /// How a published number may be compared with ours.
  ///
  /// A description in words does not prove that a machine is ours, so it counts as another machine.
  package init(of reference: Reference) {
    self = reference.provenance.hardware == Reference.notStated ? .unknown : .otherMachine
  }

  /// Whether a ratio may be computed and judged.
  package var earnsRatio: Bool { self == .sameRun || self == .sameMachine }
}
