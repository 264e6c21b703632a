package main

import (
	"slices"
	"time"

	"parallax/peerkit"
)

const (
	stepsOfChunk = 60_000
	chunkResult  = 16_205_722_847_993_976_650
)

// The work done by one cruncher.
type work struct {
	chunks, wrongChunks uint64
}

// Crunches a chunk of about a tenth of a millisecond. A step is Marsaglia's xorshift.
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

// When each tick is due and how late it came. Each slot is written by one timer only.
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

// Ticks and timers are counted from 0. The first ticks are due after 60 ms, when all timers
// have been started.
func (s *schedule) due(tick, timer int) time.Time {
	return s.start.Add(60*time.Millisecond +
		time.Duration(tick)*10*time.Millisecond + time.Duration(timer)*10*time.Microsecond)
}

func (s *schedule) note(tick, timer int) {
	s.lateness[timer*s.ticksOfEach+tick] = time.Since(s.due(tick, timer)).Nanoseconds()
}

// Returns the answer; records lateness and chunks in the stopwatch. A tick before its time does not count.
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
