import Platform
import Reporting

extension Chart.Axis {
  /// The position of a value, from 0 at the first tick to 1 at the last.
  ///
  /// Values outside the axis, and values that a logarithmic axis cannot show, are clamped to the
  /// nearer end.
  func position(of value: Double) -> Double {
    guard let first = ticks.first?.value, let last = ticks.last?.value, first < last else {
      return 0
    }
    let place =
      switch scale {
      case .linear: (value - first) / (last - first)
      case .logarithmic: value <= 0 ? 0 : log(value / first) / log(last / first)
      }
    return min(1, max(0, place))
  }
}
