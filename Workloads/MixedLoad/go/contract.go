package main

import (
	"slices"
	"time"

	"parallax/peerkit"
)

const (
	stepsOfChunk = 600_000
	chunkResult  = 7_077_631_804_437_721_579
)

// What one cruncher did.
type work struct {
	chunks, wrongChunks uint64
}

// Crunches a chunk of about a millisecond. A step is Marsaglia's xorshift.
func (w *work) crunch() {
	number := uint64(1)
	for range stepsOfChunk {
		number ^= number << 13
		number ^= number >> 7
		number ^= number << 17
	}
	w.chunks++
	if number != chunkResult {
		w.wrongChunks++
	}
}

// When each tick is due, and how late it came. A slot is written by the one timer that it belongs to.
type schedule struct {
	start       time.Time
	ticksOfEach int
	lateness    []int64
}

func newSchedule(timers, ticksOfEach int) *schedule {
	lateness := make([]int64, timers*ticksOfEach)
	for i := range lateness {
		lateness[i] = -1
	}
	return &schedule{ticksOfEach: ticksOfEach, lateness: lateness}
}

// Ticks and timers are counted from 0. The first are due after 60 ms, so that all timers have been started by
// then.
func (s *schedule) due(tick, timer int) time.Time {
	return s.start.Add(60*time.Millisecond +
		time.Duration(tick)*10*time.Millisecond + time.Duration(timer)*10*time.Microsecond)
}

func (s *schedule) note(tick, timer int) {
	s.lateness[timer*s.ticksOfEach+tick] = time.Since(s.due(tick, timer)).Nanoseconds()
}

// The answer; what ticks and crunchers showed goes to the stopwatch. A tick before its time is none.
func (s *schedule) report(works []work, stopwatch *peerkit.Stopwatch) uint64 {
	late := slices.DeleteFunc(s.lateness, func(lateness int64) bool { return lateness < 0 })
	stopwatch.Latencies("latenessNanoseconds", late)

	var total work
	for _, w := range works {
		total.chunks += w.chunks
		total.wrongChunks += w.wrongChunks
	}
	stopwatch.Metric("chunksCount", int64(total.chunks))
	return uint64(len(late))*31 + total.wrongChunks
}
