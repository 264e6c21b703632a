import BenchmarkModel

/// What is measured side by side and on one machine: a workload at one size.
struct WorkGroup: Hashable, Sendable {
  let workload: String
  let parameters: [Parameter]

  init(_ measured: Case) {
    workload = measured.implementation.workload
    parameters = measured.parameters
  }
}

extension Array {
  /// The elements with equal keys together, in the order in which the keys first appear.
  func grouped<Key: Hashable>(_ key: (Element) -> Key) -> [[Element]] {
    var places: [Key: Int] = [:]
    var groups: [[Element]] = []
    for element in self {
      let place = places[key(element), default: groups.count]
      if place == groups.count {
        places[key(element)] = place
        groups.append([])
      }
      groups[place].append(element)
    }
    return groups
  }
}
