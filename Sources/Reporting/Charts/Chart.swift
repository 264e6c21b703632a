import Analysis

/// A chart as finished values: what it shows, on which axes, and the same data as a table.
package struct Chart: Sendable, Equatable {
  /// What is drawn.
  package enum Plot: Sendable, Equatable {
    /// One row a runtime: a bar from zero, or on a logarithmic axis a strip of the trials.
    case bars([Bar], axis: Axis)
    /// One line a series over a size or over quantiles.
    case lines([Line], published: [PublishedSeries] = [], sizes: Axis, values: Axis)
    /// Small multiples, each with a mark a runtime on the one axis of all.
    case panels([Panel], axis: Axis)
  }

  /// The heading of the column with every trial's value in the table.
  static let trialsTitle = "Trials"

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
  /// Whether the page of the chart has these numbers in another table anyway.
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
  /// One row of a bar chart: a runtime or one of its variants.
  package struct Bar: Sendable, Equatable {
    /// What the row has to show.
    package enum Result: Sendable, Equatable {
      /// A value with its interval, the single trials, and the value as a finished string.
      case measured(Double, interval: ClosedRange<Double>, trials: [Double], text: String)
      /// Why there is no value, for example `refused at 32,714 tasks`.
      case outcome(String)
    }

    /// The id that decides colour and mark, for example `swift-async`.
    package var runtime: String
    /// The name that a reader sees.
    package var label: String
    /// Whether it is a variant, whose row belongs to the runtime's row above.
    package var isVariant: Bool
    /// What the row has to show.
    package var result: Result

    /// Makes a row.
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
      /// Whether the runtime's mark stands there, or only the line passes through.
      package var isMarked: Bool

      /// Makes a point.
      package init(
        size: Double, value: Double, interval: ClosedRange<Double>? = nil, isMarked: Bool = true
      ) {
        self.size = size
        self.value = value
        self.interval = interval
        self.isMarked = isMarked
      }
    }

    /// The id that decides colour and mark, for example `swift-async`.
    package var runtime: String
    /// The name that a reader sees.
    package var label: String
    /// Why the line ends early, for example `refused at 32,714`; nil when it does not.
    package var note: String?
    /// The points, in rising order of size.
    package var points: [Point]

    /// Makes a series.
    package init(runtime: String, label: String, note: String? = nil, points: [Point]) {
      self.runtime = runtime
      self.label = label
      self.note = note
      self.points = points
    }
  }

  /// Numbers that others published for one runtime, drawn as hollow marks.
  package struct PublishedSeries: Sendable, Equatable {
    /// The id that decides colour and mark, for example `go`.
    package var runtime: String
    /// What was published and by how many, for example `Go goroutines, 6 sources`.
    package var label: String
    /// The points; published numbers carry no interval of ours.
    package var points: [Line.Point]

    /// Makes a series of published numbers.
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
    /// One mark a runtime, the same runtimes in the same order in every panel.
    package var marks: [Bar]

    /// Makes a panel.
    package init(title: String, caption: String, page: String? = nil, marks: [Bar]) {
      self.title = title
      self.caption = caption
      self.page = page
      self.marks = marks
    }
  }
}

/// A table of finished strings.
package struct DataTable: Sendable, Equatable {
  /// The names of the columns.
  package var header: [String]
  /// The rows, each as long as the header; the first cell of a row names it.
  package var rows: [[String]]

  /// Makes a table.
  package init(header: [String], rows: [[String]]) {
    self.header = header
    self.rows = rows
  }
}
