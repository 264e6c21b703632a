/// How two numbers may be set side by side.
///
/// A ratio is given within a run, and between two runs of one machine. Numbers of different machines
/// stand beside each other and decide nothing.
package enum Comparability: String, Sendable, CaseIterable {
  /// Both were measured in one run.
  case sameRun = "same run"
  /// They were measured in two runs of one machine.
  case sameMachine = "same machine"
  /// They were measured on two machines.
  case otherMachine = "other machine"
  /// The machine of one of them is not stated.
  case unknown = "unknown machine"

  /// How the numbers of two runs may be set side by side.
  package init(of run: Run, and other: Run) {
    if run.id == other.id {
      self = .sameRun
    } else {
      self = run.machine.fingerprint == other.machine.fingerprint ? .sameMachine : .otherMachine
    }
  }

  /// How a published number may be set beside ours.
  ///
  /// A description in words does not say that a machine is ours, so it counts as another one.
  package init(of reference: Reference) {
    self = reference.provenance.hardware == Reference.notStated ? .unknown : .otherMachine
  }

  /// Whether a ratio may be formed and judged.
  package var earnsRatio: Bool { self == .sameRun || self == .sameMachine }
}
