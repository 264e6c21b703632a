import Analysis

/// A chart as finished values: what it shows, on which axes, and the same data as a table.
package struct Chart: Sendable, Equatable {
  /// What is drawn.
  package enum Plot: Sendable, Equatable {
    /// One row per runtime: a bar from zero, or on a logarithmic axis a strip of the trials. A row may also be
    /// a workload with the mark of the better of two runtimes.
    case bars([Bar], axis: Axis)
    /// One line a series over a size or over quantiles.
    case lines([Line], published: [PublishedSeries] = [], sizes: Axis, values: Axis)
    /// Small multiples on one shared axis, each with a mark per runtime.
    case panels([Panel], axis: Axis)
  }

  /// The heading of the column with every trial's value in the table.
  package static let trialsTitle = "Trials"

  /// The stem of the file `charts/NAME.svg`, in kebab case, unique in a report.
  package var name: String
  /// The heading of the chart.
  package var title: String
  /// One sentence that says what the chart shows, for those who cannot see it.
  package var description: String
  /// What is drawn.
  package var plot: Plot
  /// The same data as a table of finished strings.
  package var table: DataTable
  /// Whether another table of the page has the same numbers, so that its Markdown needs no second one.
  package var repeatsTable: Bool

  package init(
    name: String, title: String, description: String, plot: Plot, table: DataTable,
    repeatsTable: Bool = false
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.plot = plot
    self.table = table
    self.repeatsTable = repeatsTable
  }
}

extension Chart {
  /// One row of a bar chart: a runtime, one of its variants, or a workload.
  package struct Bar: Sendable, Equatable {
    package enum Result: Sendable, Equatable {
      /// A value with its interval, the single trials, and the value as a finished string.
      case measured(Double, interval: ClosedRange<Double>, trials: [Double], text: String)
      /// Why there is no value, for example `refused at 32,714 tasks`.
      case outcome(String)
    }

    /// The id that decides color and mark, for example `swift-async`.
    package var runtime: String
    /// The name that a reader sees.
    package var label: String
    /// Whether it is a variant, drawn below the row of its runtime.
    package var isVariant: Bool
    package var result: Result

    package init(runtime: String, label: String, isVariant: Bool = false, result: Result) {
      self.runtime = runtime
      self.label = label
      self.isVariant = isVariant
      self.result = result
    }

    /// Every number that the axis has to cover; empty for an outcome.
    package var values: [Double] {
      switch result {
      case .measured(let value, let interval, let trials, _):
        [value, interval.lowerBound, interval.upperBound] + trials
      case .outcome: []
      }
    }
  }

  /// One series of a line chart: a runtime or one of its variants over sizes.
  package struct Line: Sendable, Equatable {
    /// A value at a size.
    package struct Point: Sendable, Equatable {
      /// The size, for example the number of tasks.
      package var size: Double
      /// The value in the axis's unit.
      package var value: Double
      /// The value's interval; nil where none can be given.
      package var interval: ClosedRange<Double>?
      /// Whether the runtime's mark is drawn there, or only the line.
      package var isMarked: Bool
      /// The value as a finished string; empty for one that is only drawn.
      package var text: String

      package init(
        size: Double, value: Double, interval: ClosedRange<Double>? = nil, isMarked: Bool = true,
        text: String = ""
      ) {
        self.size = size
        self.value = value
        self.interval = interval
        self.isMarked = isMarked
        self.text = text
      }
    }

    /// The id that decides color and mark, for example `swift-async`.
    package var runtime: String
    /// The name that a reader sees.
    package var label: String
    /// Why the line ends early, for example `refused at 32,714`; nil when it does not.
    package var note: String?
    /// The points, in rising order of size.
    package var points: [Point]

    package init(runtime: String, label: String, note: String? = nil, points: [Point]) {
      self.runtime = runtime
      self.label = label
      self.note = note
      self.points = points
    }
  }

  /// Numbers that others published for one runtime, drawn as hollow marks.
  package struct PublishedSeries: Sendable, Equatable {
    /// The id that decides color and mark, for example `go`.
    package var runtime: String
    /// What was published and in how many sources, for example `Go goroutines, 6 sources`.
    package var label: String
    /// The points, without intervals.
    package var points: [Line.Point]

    package init(runtime: String, label: String, points: [Line.Point]) {
      self.runtime = runtime
      self.label = label
      self.points = points
    }
  }
}

extension Chart {
  /// One of several small charts on the same axis.
  package struct Panel: Sendable, Equatable {
    /// What it is about, for example a workload.
    package var title: String
    /// What is measured, at which size.
    package var caption: String
    /// The name of the page that has more of it; nil without one.
    package var page: String?
    /// One mark per runtime, in the same order in every panel.
    package var marks: [Bar]
    /// Whether each lane has its name beside it, because the marks are the same, and an arrow where it goes
    /// beyond the axis.
    package var namesLanes: Bool

    package init(
      title: String, caption: String, page: String? = nil, marks: [Bar], namesLanes: Bool = false
    ) {
      self.title = title
      self.caption = caption
      self.page = page
      self.marks = marks
      self.namesLanes = namesLanes
    }
  }
}

/// A table of finished text.
package struct DataTable: Sendable, Equatable {
  /// The names of the columns.
  package var header: [String]
  /// The rows, each as long as the header; the first cell of a row names it.
  package var rows: [[String]]

  package init(header: [String], rows: [[String]]) {
    self.header = header
    self.rows = rows
  }
}
