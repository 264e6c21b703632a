package import WorkloadKit

/// The contract of whole programs, which `measure --program` names: each program is a runtime.
///
/// It is no workload of the catalog, because it has no implementations before a user names some.
package enum Programs: Workload {
  /// A program is measured as it is, so there are no sizes.
  package struct Parameters: ParameterSet {
    package static let fields: [ParameterField<Self>] = []

    package init() {}
  }

  package static let name = "programs"
  package static let title = "Programs"
  package static let operation = "run"
  package static let headlines = ["elapsedNanoseconds"]

  package static func operations(_ parameters: Parameters) -> Int { 1 }

  /// Programs state no answer; the runner takes one that ended with exit code 0 for right.
  package static func answer(_ parameters: Parameters) -> Checksum { 0 }

  package static func cases(for preset: Preset) -> [Parameters] { [Parameters()] }

  /// The contract in prose, as the `README.md` of another workload has it.
  package static let readme = """
    # Programs

    ## Question

    How long does each program take from its start to its end?

    ## Operation

    One operation is one process: the command that `measure --program` was given, started without a shell
    unless the user asked for one. The answer is its exit code, which must be 0.

    ## Timed region

    The region begins just before the process is started and ends when it has ended.

    ## What must be equal

    - The environment, the cores and the working directory.
    - Standard input is empty, standard output is thrown away, and the end of standard error is kept.

    ## What may differ

    - Everything else. Whether the programs do the same work is up to the user who named them.

    ## Known unfairness

    - The start of the process is part of every time, and so is the start of the shell if there is one.
    """
}
