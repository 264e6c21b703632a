// Package peerkit is the code that all Go peers share. It reads a trial's flags, calls the workload's body
// once for each iteration, and prints the lines of the trial protocol, version 1. It does not check answers
// or compute statistics.
package peerkit

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

const protocolVersion = 1

// Stopwatch times one iteration and collects the metrics that its workload adds.
type Stopwatch struct {
	measured  bool
	elapsed   time.Duration
	processor time.Duration
	metrics   []string // as printed in the line: "startNanoseconds":51234567
	latencies []string // "latencyNanoseconds":[[1023,2],[2049,1]]
}

// Measure runs the timed region. A body measures exactly one region; set-up and tear-down stay outside it.
func (s *Stopwatch) Measure(region func()) {
	if s.measured {
		panic("peerkit: a body measures exactly one region, this one measured a second")
	}
	s.measured = true
	processor := processorTime()
	began := time.Now()
	region()
	s.elapsed = time.Since(began)
	s.processor = processorTime() - processor
}

// Elapsed is the length of the region. Call it after Measure.
func (s *Stopwatch) Elapsed() time.Duration { return s.elapsed }

// Metric adds a workload-specific number to this iteration. Its name includes its unit.
func (s *Stopwatch) Metric(name string, value int64) {
	s.metrics = append(s.metrics, fmt.Sprintf("%q:%d", name, value))
}

// Ratio adds a number without a unit, such as a fraction.
func (s *Stopwatch) Ratio(name string, value float64) {
	s.metrics = append(s.metrics, fmt.Sprintf("%q:%s", name, strconv.FormatFloat(value, 'f', -1, 64)))
}

// Latencies adds a distribution in nanoseconds, sorted into the buckets that the protocol requires.
func (s *Stopwatch) Latencies(name string, nanoseconds []int64) {
	s.latencies = append(s.latencies, fmt.Sprintf("%q:%s", name, distribution(nanoseconds)))
}

// Run reads the flags, calls body once for each warm-up and each measured iteration, and prints its times and
// answers. Wrong flags end the program with exit code 64.
func Run(body func(*Stopwatch) uint64) {
	parseFlags(os.Args[1:])
	for range *warmup + *iterations {
		var stopwatch Stopwatch
		answer := body(&stopwatch)
		if !stopwatch.measured {
			panic("peerkit: a body measures exactly one region, this one measured none")
		}
		fmt.Println(iterationLine(stopwatch, answer))
	}
	peak, err := peakResidentBytes()
	if err != nil {
		fail(err)
	}
	fmt.Println(closingLine(runtimeVersion(), peak))
}

// Refuse ends the trial because the system refused a resource. reached is the number obtained before that.
func Refuse(reason string, reached int) {
	fmt.Println(refusalLine(reason, reached))
	os.Exit(0)
}

func refusalLine(reason string, reached int) string {
	return fmt.Sprintf(`{"refused":%q,"reached":%d}`, reason, reached)
}

// The lines are written without encoding/json, which would add a megabyte to the reported peak. Names,
// versions and reasons are printable ASCII, for which %q writes valid JSON.
func iterationLine(stopwatch Stopwatch, answer uint64) string {
	return fmt.Sprintf(`{"elapsedNanoseconds":%d,"answer":%d,"processorNanoseconds":%d%s%s}`,
		stopwatch.elapsed.Nanoseconds(), answer, stopwatch.processor.Nanoseconds(),
		object("metrics", stopwatch.metrics), object("latencies", stopwatch.latencies))
}

func object(name string, members []string) string {
	if len(members) == 0 {
		return ""
	}
	return fmt.Sprintf(`,%q:{%s}`, name, strings.Join(members, ","))
}

// The version of Go with its build settings: flags, cgo, the level of the instruction set, such as GOAMD64,
// and settings for compatibility with an older version. The build mode and the compiler are left out because
// they are always the same.
func runtimeVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return runtime.Version()
	}
	var settings []string
	for _, setting := range info.Settings {
		isFlag := strings.HasPrefix(setting.Key, "-") && setting.Key != "-buildmode" && setting.Key != "-compiler"
		isLevel := setting.Key == "GO"+strings.ToUpper(runtime.GOARCH)
		if isFlag || isLevel || setting.Key == "CGO_ENABLED" || setting.Key == "DefaultGODEBUG" {
			settings = append(settings, setting.Key+"="+setting.Value)
		}
	}
	return runtime.Version() + " (" + strings.Join(settings, ", ") + ")"
}

func closingLine(runtimeVersion string, peakResidentBytes int64) string {
	return fmt.Sprintf(`{"protocol":%d,"runtimeVersion":%q,"peakResidentBytes":%d}`,
		protocolVersion, runtimeVersion, peakResidentBytes)
}

func fail(err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", flags.Name(), err)
	os.Exit(1)
}
