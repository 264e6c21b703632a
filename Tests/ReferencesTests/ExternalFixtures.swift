import BenchmarkModel

/// Small files as the tools write them.
enum ExternalFixture {
  /// The format of hyperfine 2.0, as its documentation and tests show it; no file of the tool was at hand.
  static let hyperfine2 = """
    {
      "schema_version": 2,
      "metadata": {
        "hyperfine_version": "2.0.0",
        "start_time": "2026-10-08T10:00:00Z",
        "platform": { "os": "linux", "architecture": "x86_64" }
      },
      "primary_metric": "time_wall_clock",
      "results": [
        {
          "command": "sleep 1",
          "name": "sleep for 1 second",
          "parameters": { "duration": "1" },
          "measurements": [
            {
              "time_wall_clock": { "value": 1.001, "unit": "second" },
              "memory_peak_resident": { "value": 2048, "unit": "byte" },
              "instructions": { "value": 300000 },
              "exit_code": 0
            },
            {
              "time_wall_clock": { "value": 1.003, "unit": "second" },
              "memory_peak_resident": { "value": 4096, "unit": "byte" },
              "instructions": { "value": null },
              "exit_code": null
            }
          ],
          "summary": {
            "time_wall_clock": {
              "unit": "second", "count": 2, "mean": 1.002, "stddev": null, "median": 1.002,
              "min": 1.001, "max": 1.003
            }
          }
        }
      ]
    }
    """

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

  /// package-benchmark's stored baseline, with a coarser histogram than it writes, and a metric without
  /// its histogram.
  static let packageBenchmarkBaseline = """
    {
      "baselineName": "main",
      "machine": {"hostname": "example", "processors": 2, "processorType": "x86_64", "memory": 8,
        "kernelVersion": "6.1"},
      "results": [
        {"target": "Channels", "name": "Spawn"},
        [
          {
            "metric": {"wallClock": {}}, "timeUnits": "nanoseconds", "scalingFactor": 1000,
            "warmupIterations": 1, "tags": {},
            "statistics": {
              "prefersLarger": false, "timeUnits": 0,
              "histogram": {
                "lowestDiscernibleValue": 1, "highestTrackableValue": 15, "bucketCount": 2,
                "subBucketMask": 7, "maxValue": 10, "minNonZeroValue": 5,
                "counts": [0, 0, 0, 0, 0, 2, 0, 0, 1, 1, 0, 0], "_totalCount": 4,
                "numberOfSignificantValueDigits": 0, "autoResize": true,
                "subBucketHalfCountMagnitude": 2, "leadingZeroCountBase": 61, "unitMagnitude": 0
              }
            }
          },
          {"metric": {"throughput": {}}, "timeUnits": "nanoseconds", "statistics": {}}
        ],
        {"target": "Channels", "name": "Copy"},
        [
          {
            "metric": {"custom": {"_0": "hops", "polarity": {"prefersSmaller": {}}}},
            "timeUnits": "nanoseconds", "scalingFactor": 1,
            "statistics": {
              "histogram": {
                "counts": [1, 0, 1], "maxValue": 2, "subBucketHalfCountMagnitude": 2,
                "unitMagnitude": 0
              }
            }
          }
        ]
      ]
    }

    """

  /// pytest-benchmark 5.2 with `--benchmark-save-data`, shortened; the second benchmark is broken.
  static let pytestBenchmark = """
    {
      "machine_info": {"node": "builder", "python_version": "3.12.4", "cpu": {"count": 4}},
      "commit_info": {"id": "0123abcd", "dirty": false},
      "benchmarks": [
        {
          "group": null, "name": "test_sort[1000]", "fullname": "test_sorting.py::test_sort[1000]",
          "params": {"n": 1000}, "param": "1000", "extra_info": {},
          "options": {"timer": "perf_counter", "min_rounds": 5},
          "stats": {
            "min": 0.5, "max": 1.5, "mean": 0.875, "stddev": 0.25, "rounds": 4, "median": 0.75,
            "iqr": 0.125, "q1": 0.5, "q3": 1.0, "iterations": 2, "ops": 1.25, "total": 3.5,
            "outliers": "1;0", "data": [0.5, 0.75, 0.75, 1.5]
          }
        },
        {"name": "test_broken", "fullname": "test_sorting.py::test_broken", "stats": {"mean": "x"}}
      ],
      "datetime": "2026-05-01T10:00:00.000000+00:00", "version": "5.2.3"
    }

    """

  /// A result file of asv 0.6: a benchmark with two parameters of which one failed, one that failed as a
  /// whole, and one of memory.
  static let asv = """
    {"commit_hash": "0123456789abcdef", "env_name": "virtualenv-py3.12", "date": 1767225600000,
     "params": {"cpu": "Example 9000", "num_cpu": "4"}, "python": "3.12", "requirements": {},
     "env_vars": {},
     "result_columns": ["result", "params", "version", "started_at", "duration", "stats_ci_99_a",
       "stats_ci_99_b", "stats_q_25", "stats_q_75", "stats_number", "stats_repeat", "samples",
       "profile"],
     "results": {
       "suite.Sorting.time_sort": [[0.5, null], [["10", "1000"]], "f00d", 1767225601000, 1.5,
         [-0.25, null], [Infinity, null], [0.25, null], [0.75, null], [10, null], [3, null],
         [[0.25, 0.5, 0.75], null]],
       "suite.time_broken": [null, [], "f00e", 1767225601000, 1.5],
       "suite.peakmem_list": [[4096], [], "f00f", 1767225601000, 1.5]
     },
     "durations": {}, "version": 2}

    """

  /// `go test -bench . -count 2 -json` of Go 1.27, without the times: a benchmark, one that was skipped, and
  /// one that failed.
  static let goTestJSON = """
    {"Action":"start","Package":"example.com/fixture"}
    {"Action":"output","Package":"example.com/fixture","Output":"goos: linux\\n"}
    {"Action":"output","Package":"example.com/fixture","Output":"goarch: amd64\\n"}
    {"Action":"output","Package":"example.com/fixture","Output":"pkg: example.com/fixture\\n"}
    {"Action":"output","Package":"example.com/fixture","Output":"cpu: AMD EPYC\\n"}
    {"Action":"run","Package":"example.com/fixture","Test":"BenchmarkChannel"}
    {"Action":"output","Package":"example.com/fixture","Test":"BenchmarkChannel","Output":"=== RUN   BenchmarkChannel\\n","OutputType":"frame"}
    {"Action":"output","Package":"example.com/fixture","Test":"BenchmarkChannel","Output":"BenchmarkChannel\\n"}
    {"Action":"output","Package":"example.com/fixture","Test":"BenchmarkChannel","Output":"BenchmarkChannel-2   \\t    2000\\t        29.73 ns/op\\t       0 B/op\\t       0 allocs/op\\n"}
    {"Action":"output","Package":"example.com/fixture","Output":"BenchmarkChannel-2   \\t    2000\\t        29.71 ns/op\\t       0 B/op\\t       0 allocs/op\\n"}
    {"Action":"run","Package":"example.com/fixture","Test":"BenchmarkSkipped"}
    {"Action":"output","Package":"example.com/fixture","Test":"BenchmarkSkipped","Output":"=== RUN   BenchmarkSkipped\\n","OutputType":"frame"}
    {"Action":"output","Package":"example.com/fixture","Test":"BenchmarkSkipped","Output":"BenchmarkSkipped\\n"}
    {"Action":"output","Package":"example.com/fixture","Test":"BenchmarkSkipped","Output":"    p_test.go:14: not here\\n"}
    {"Action":"output","Package":"example.com/fixture","Test":"BenchmarkSkipped","Output":"--- SKIP: BenchmarkSkipped\\n","OutputType":"frame"}
    {"Action":"skip","Package":"example.com/fixture","Test":"BenchmarkSkipped"}
    {"Action":"run","Package":"example.com/fixture","Test":"BenchmarkBroken"}
    {"Action":"output","Package":"example.com/fixture","Test":"BenchmarkBroken","Output":"=== RUN   BenchmarkBroken\\n","OutputType":"frame"}
    {"Action":"output","Package":"example.com/fixture","Test":"BenchmarkBroken","Output":"BenchmarkBroken\\n"}
    {"Action":"output","Package":"example.com/fixture","Test":"BenchmarkBroken","Output":"    p_test.go:16: no\\n","OutputType":"error"}
    {"Action":"output","Package":"example.com/fixture","Test":"BenchmarkBroken","Output":"--- FAIL: BenchmarkBroken\\n","OutputType":"frame"}
    {"Action":"fail","Package":"example.com/fixture","Test":"BenchmarkBroken"}
    {"Action":"output","Package":"example.com/fixture","Output":"FAIL\\n","OutputType":"frame"}
    {"Action":"output","Package":"example.com/fixture","Output":"exit status 1\\n"}
    {"Action":"output","Package":"example.com/fixture","Output":"FAIL\\texample.com/fixture\\t0.006s\\n","OutputType":"frame"}
    {"Action":"fail","Package":"example.com/fixture","Elapsed":0.006}

    """

  /// wrk 4.1.0 twice against a server on the same machine, with and without `--latency`.
  static let wrk = """
    Running 1s test @ http://127.0.0.1:18091/
      2 threads and 4 connections
      Thread Stats   Avg      Stdev     Max   +/- Stdev
        Latency    42.17ms    8.77ms  46.28ms   95.65%
        Req/Sec    45.95      9.44    60.00     70.00%
      Latency Distribution
         50%   43.98ms
         75%   44.03ms
         90%   44.06ms
         99%   46.28ms
      92 requests in 1.00s, 10.86KB read
    Requests/sec:     91.56
    Transfer/sec:     10.80KB
    Running 1s test @ http://127.0.0.1:18091/
      1 threads and 1 connections
      Thread Stats   Avg      Stdev     Max   +/- Stdev
        Latency    42.24ms    8.51ms  44.25ms   96.15%
        Req/Sec    23.64      5.05    30.00     63.64%
      26 requests in 1.10s, 3.05KB read
    Requests/sec:     23.64
    Transfer/sec:      2.78KB

    """

  /// hey 0.1.4 against a server on the same machine.
  static let hey = """

    Summary:
      Total:\t2.1591 secs
      Slowest:\t0.0479 secs
      Fastest:\t0.0007 secs
      Average:\t0.0432 secs
      Requests/sec:\t92.6314

      Total data:\t1000 bytes
      Size/request:\t5 bytes

    Response time histogram:
      0.001 [1]\t|
      0.005 [3]\t|■
      0.010 [0]\t|
      0.015 [0]\t|
      0.020 [0]\t|
      0.024 [0]\t|
      0.029 [0]\t|
      0.034 [0]\t|
      0.038 [0]\t|
      0.043 [3]\t|■
      0.048 [193]\t|■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■


    Latency distribution:
      10% in 0.0439 secs
      25% in 0.0439 secs
      50% in 0.0440 secs
      75% in 0.0441 secs
      90% in 0.0441 secs
      95% in 0.0442 secs
      99% in 0.0478 secs

    Details (average, fastest, slowest):
      DNS+dialup:\t0.0000 secs, 0.0007 secs, 0.0479 secs
      DNS-lookup:\t0.0000 secs, 0.0000 secs, 0.0000 secs
      req write:\t0.0000 secs, 0.0000 secs, 0.0000 secs
      resp wait:\t0.0004 secs, 0.0001 secs, 0.0012 secs
      resp read:\t0.0427 secs, 0.0001 secs, 0.0474 secs

    Status code distribution:
      [200]\t200 responses

    """

  /// vegeta 12, `report -type=json`, by its documentation; not written by the tool.
  static let vegeta = """
    {"latencies": {"total": 237119463, "mean": 2371194, "50th": 2854306, "90th": 3228223,
       "95th": 3478629, "99th": 3530000, "max": 3660505, "min": 1949582},
     "bytes_in": {"total": 606700, "mean": 6067}, "bytes_out": {"total": 0, "mean": 0},
     "earliest": "2015-09-19T14:45:50.645818631+02:00",
     "latest": "2015-09-19T14:45:51.635818575+02:00",
     "end": "2015-09-19T14:45:51.639325797+02:00", "duration": 989999944, "wait": 3507222,
     "requests": 100, "rate": 101.01010672380401, "throughput": 101.00012489812, "success": 0.5,
     "status_codes": {"200": 50, "0": 50}, "errors": ["connection refused"]}

    """

  /// k6's data of `handleSummary`, by its documentation; not written by the tool.
  static let k6 = """
    {
      "root_group": {"name": "", "path": "", "groups": [], "checks": []},
      "options": {"summaryTimeUnit": "", "noColor": false},
      "state": {"isStdOutTTY": true, "testRunDurationMs": 2000.5},
      "metrics": {
        "http_reqs": {"type": "counter", "contains": "default", "values": {"count": 4, "rate": 2.0}},
        "data_sent": {"type": "counter", "contains": "data", "values": {"count": 512, "rate": 256}},
        "http_req_failed": {"type": "rate", "contains": "default",
          "values": {"rate": 0.25, "passes": 1, "fails": 3}},
        "vus": {"type": "gauge", "contains": "default", "values": {"value": 1, "min": 1, "max": 2}},
        "http_req_duration": {"type": "trend", "contains": "time",
          "values": {"avg": 12.5, "min": 10, "med": 12, "max": 16, "p(90)": 15, "p(95)": 15.5},
          "thresholds": {"p(95)<500": {"ok": true}}}
      }
    }

    """

  /// oha's `--output-format json`, by its source; not written by the tool.
  static let oha = """
    {
      "summary": {"successRate": 1.0, "total": 0.5, "slowest": 0.25, "fastest": 0.125,
        "average": 0.1875, "requestsPerSec": 400.0, "totalData": 1024, "sizePerRequest": null,
        "sizePerSec": 2048.0},
      "responseTimeHistogram": {"0.125": 1, "0.25": 199},
      "latencyPercentiles": {"p10": 0.125, "p50": 0.1875, "p99": 0.25, "p99.99": null},
      "rps": {"mean": 400.0, "stddev": 1.0, "max": 500.0, "min": 300.0, "percentiles": {}},
      "details": {
        "DNSDialup": {"average": 0.5, "fastest": 0.25, "slowest": 0.75},
        "DNSLookup": {"average": 0.5, "fastest": 0.25, "slowest": 0.75}
      },
      "statusCodeDistribution": {"200": 200}, "errorDistribution": {}
    }

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
    (.jmh, jmh), (.packageBenchmark, packageBenchmark),
    (.packageBenchmarkBaseline, packageBenchmarkBaseline), (.pytestBenchmark, pytestBenchmark),
    (.asv, asv), (.goTestJSON, goTestJSON), (.wrk, wrk), (.hey, hey), (.vegeta, vegeta), (.k6, k6),
    (.oha, oha), (.ndjson, ndjson),
  ]
}
