package import BenchmarkModel

/// Trials of Go with these peaks of memory, built by a toolchain.
package func versionTrials(
  _ toolchain: String?, _ version: String, _ values: [Double], at size: [Parameter] = tasks(1)
) -> [Trial] {
  trials(.go, size, values).map { trial in
    var trial = trial
    trial.planned.case.implementation.toolchain = toolchain
    trial.runtimeVersion = version
    return trial
  }
}
