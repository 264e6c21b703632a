package peerkit

import (
	"flag"
	"io"
	"testing"
	"time"
)

func TestPeakIsVmHWMInBytes(t *testing.T) {
	peak, err := parsePeak("Name:\tx\nVmPeak:\t  99 kB\nVmHWM:\t    2744 kB\nVmRSS:\t 1 kB\n")
	if err != nil || peak != 2744*1024 {
		t.Errorf("got %d, %v; want %d", peak, err, 2744*1024)
	}
}

func TestStatusWithoutVmHWMIsAnError(t *testing.T) {
	if peak, err := parsePeak("VmPeak:\t  99 kB\n"); err == nil {
		t.Errorf("got %d, want an error", peak)
	}
}

func TestIntTakesWholeNumbersInItsRange(t *testing.T) {
	for text, valid := range map[string]bool{
		"1": true, "1000000000000": true,
		"0": false, "-1": false, "1.5": false, "many": false, "1000000000001": false,
	} {
		flags = flag.NewFlagSet("test", flag.ContinueOnError)
		flags.SetOutput(io.Discard)
		Int("tasks", 1)
		if err := flags.Parse([]string{"--tasks", text}); (err == nil) != valid {
			t.Errorf("--tasks %s: got %v, want valid %t", text, err, valid)
		}
	}
}

func TestIterationLineHasMetricsWhereThereAreAny(t *testing.T) {
	stopwatch := Stopwatch{elapsed: 5 * time.Microsecond}
	expect(t, iterationLine(stopwatch, 1<<64-1),
		`{"elapsedNanoseconds":5000,"answer":18446744073709551615,"processorNanoseconds":0}`)

	stopwatch.Metric("aBytes", 3)
	stopwatch.Metric("bCount", 4)
	expect(t, iterationLine(stopwatch, 2),
		`{"elapsedNanoseconds":5000,"answer":2,"processorNanoseconds":0,"metrics":{"aBytes":3,"bCount":4}}`)
}

func TestRefusalLineNamesTheResourceAndTheNumberObtained(t *testing.T) {
	expect(t, refusalLine(`accept "tcp": too many open files`, 3),
		`{"refused":"accept \"tcp\": too many open files","reached":3}`)
}

func TestClosingLineNamesProtocolVersionAndPeak(t *testing.T) {
	expect(t, closingLine("go1.22 X:a", 4096),
		`{"protocol":1,"runtimeVersion":"go1.22 X:a","peakResidentBytes":4096}`)
}

func TestSecondRegionPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a second region did not panic")
		}
	}()
	var stopwatch Stopwatch
	stopwatch.Measure(func() {})
	stopwatch.Measure(func() {})
}

func expect(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestLatenciesBelow2048HaveSeparateBucketsAndLargerOnesKeepElevenBits(t *testing.T) {
	expect(t, distribution([]int64{2047, 0, 2048, 2049, 2050, 4096, 4099, 0}),
		"[[0,2],[2047,1],[2049,2],[2051,1],[4099,2]]")
}
