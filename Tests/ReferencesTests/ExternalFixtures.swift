import BenchmarkModel

/// Small files as the tools write them.
enum ExternalFixture {
  /// hyperfine 1.15, of `sleep 0.00{n}` with `--parameter-list n 1,2`, shortened to three runs.
  static let hyperfine = """
    {
      "results": [
        {
          "command": "sleep 0.001",
          "mean": 0.0021464194000000002,
          "stddev": 0.00010959294382075892,
          "median": 0.002121301,
          "user": 0.0007497999999999999,
          "system": 0.000214,
          "min": 0.002003366,
          "max": 0.002277723,
          "times": [
            0.002003366,
            0.002121301,
            0.002277723
          ],
          "exit_codes": [
            0,
            0,
            0
          ],
          "parameters": {
            "n": "1"
          }
        }
      ]
    }

    """

  /// The output of `go test -bench`, with a repetition and a custom metric.
  static let goBench = """
    goos: linux
    goarch: amd64
    pkg: example.com/pingpong
    cpu: Example 9000
    Unit ns/op better=lower
    BenchmarkPingPong/rounds=10-8         \t     270\t   4710258 ns/op\t17864684 B/op\t      74 allocs/op
    BenchmarkPingPong/rounds=10-8         \t     261\t   4571952.5 ns/op\t17862583 B/op\t      74 allocs/op
    BenchmarkBWTS-8    \t1000000000\t         0.622 ns/op\t  89.16 MB/s\t 3.5 hops/op
    PASS
    ok  \texample.com/pingpong\t4.2s
    pkg: example.com/other
    BenchmarkBWTS-8    \t       1\t24393121599 ns/op

    """

  /// Google Benchmark with two repetitions, a counter and a benchmark that failed, shortened.
  static let googleBenchmark = """
    {
      "context": {
        "date": "2026-11-24T21:00:00+00:00",
        "host_name": "example",
        "num_cpus": 2,
        "cpu_scaling_enabled": false,
        "caches": [{"type": "Data", "level": 1, "size": 32768, "num_sharing": 1}],
        "load_avg": [0.5,0.25,0.1],
        "library_version": "1.8.3",
        "library_build_type": "release"
      },
      "benchmarks": [
        {
          "name": "BM_Spawn/8", "family_index": 0, "per_family_instance_index": 0,
          "run_name": "BM_Spawn/8", "run_type": "iteration", "repetitions": 2,
          "repetition_index": 0, "threads": 1, "iterations": 1000,
          "real_time": 1.5000000000000000e+00, "cpu_time": 1.2500000000000000e+00,
          "time_unit": "us", "items_per_second": 8.0e+06, "tasks": 8.0
        },
        {
          "name": "BM_Spawn/8", "run_name": "BM_Spawn/8", "run_type": "iteration",
          "repetitions": 2, "repetition_index": 1, "threads": 1, "iterations": 1100,
          "real_time": 1.7, "cpu_time": 1.3, "time_unit": "us", "items_per_second": 7.0e+06,
          "tasks": 8.0
        },
        {
          "name": "BM_Spawn/8_mean", "run_name": "BM_Spawn/8", "run_type": "aggregate",
          "repetitions": 2, "threads": 1, "aggregate_name": "mean", "aggregate_unit": "time",
          "iterations": 2, "real_time": 1.6, "cpu_time": 1.275, "time_unit": "us"
        },
        {
          "name": "BM_Spawn/8_cv", "run_name": "BM_Spawn/8", "run_type": "aggregate",
          "repetitions": 2, "threads": 1, "aggregate_name": "cv", "aggregate_unit": "percentage",
          "iterations": 2, "real_time": 0.0884, "cpu_time": 0.0277, "time_unit": "us"
        },
        {
          "name": "BM_Fail", "run_name": "BM_Fail", "run_type": "iteration", "repetitions": 1,
          "repetition_index": 0, "threads": 1, "error_occurred": true,
          "error_message": "no such device", "iterations": 0, "real_time": 0.0, "cpu_time": 0.0,
          "time_unit": "us"
        }
      ]
    }

    """

  /// JMH with one secondary metric, shortened.
  static let jmh = """
    [
        {
            "jmhVersion" : "1.37",
            "benchmark" : "org.example.PingPong.rounds",
            "mode" : "avgt",
            "threads" : 1,
            "forks" : 2,
            "jvmArgs" : [ "-Xmx1g", "-server" ],
            "params" : { "rounds" : "10" },
            "primaryMetric" : {
                "score" : 2.5,
                "scoreError" : "NaN",
                "scoreConfidence" : [ "NaN", "NaN" ],
                "scorePercentiles" : { "0.0" : 2.0, "50.0" : 2.5, "100.0" : 3.0 },
                "scoreUnit" : "us/op",
                "rawData" : [ [ 2.0, 2.5 ], [ 2.5, 3.0 ] ]
            },
            "secondaryMetrics" : {
                "·gc.alloc.rate.norm" : {
                    "score" : 32.000012, "scoreError" : 0.5, "scoreConfidence" : [ -1.0, 33.0 ],
                    "scorePercentiles" : { }, "scoreUnit" : "B/op", "rawData" : [ [ 32.0 ] ]
                }
            }
        }
    ]

    """

  /// package-benchmark's `--format jsonSmallerIsBetter`, shortened.
  static let packageBenchmark = """
    [
      {
        "name" : "Spawn - Time (wall clock)",
        "unit" : "μs",
        "value" : 153,
        "extra" : "80th percentile: 120\\n95th percentile: 140"
      },
      { "name" : "Spawn - two - Memory (resident peak)", "unit" : "M", "value" : 12 }
    ]

    """

  /// Objects of any tool, one per line.
  static let ndjson = """
    {"benchmark": "spawn/8", "metric": "time", "unit": "us", "value": 1.5, "commit": "c0ffee"}
    {"benchmark": "spawn/8", "metric": "time", "unit": "us", "value": 1.75, "commit": "c0ffee"}
    {"benchmark":"sort","value":3e2,"iterations":100,"machine":{"cores":2},"ok":true,"note":null}
    {"benchmark":"sort","value":31,"iterations":1200,"machine":{"cores":2},"ok":true,"note":null}

    """

  /// Criterion.rs 0.5, one folder.
  static let criterion = [
    "benchmark.json": """
    {"group_id":"channel","function_id":"mpsc","value_str":"100","throughput":{"Elements":100},\
    "full_id":"channel/mpsc/100","directory_name":"channel/mpsc/100","title":"channel/mpsc/100"}
    """,
    "estimates.json": """
    {"mean":{"confidence_interval":{"confidence_level":0.95,"lower_bound":100.5,\
    "upper_bound":102.5},"point_estimate":101.5,"standard_error":0.5},"median":\
    {"confidence_interval":{"confidence_level":0.95,"lower_bound":100.0,"upper_bound":103.0},\
    "point_estimate":101.0,"standard_error":0.75},"slope":null}
    """,
    "sample.json": """
    {"sampling_mode":"Linear","iters":[10.0,20.0],"times":[1010.0,2040.0]}
    """,
  ]

  /// The text of a file in each format that has files.
  static let texts: [(ExternalFormat, String)] = [
    (.hyperfine, hyperfine), (.goBench, goBench), (.googleBenchmark, googleBenchmark),
    (.jmh, jmh), (.packageBenchmark, packageBenchmark), (.ndjson, ndjson),
  ]
}
