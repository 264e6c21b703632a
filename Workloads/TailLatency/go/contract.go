package main

import (
	"time"

	"parallax/peerkit"
)

const entriesOfRequest = 10

// An entry holds 128 bytes, which depend only on its key and on whether it was replaced.
type entry struct {
	payload [16]uint64
}

const (
	filled uint64 = iota
	replaced
)

func newEntry(key, generation uint64) *entry {
	e := new(entry)
	seed := mixed(key*2 + generation)
	for i := range e.payload {
		e.payload[i] = seed + uint64(i)
	}
	return e
}

func (e *entry) hash(key uint64) uint64 {
	folded := key
	for _, word := range e.payload {
		folded = folded*31 + word
	}
	return mixed(folded)
}

// A schedule says when each batch is due. It records how late each batch came and how long each request took.
type schedule struct {
	start                   time.Time
	batches, requestsOfEach int
	latenesses, latencies   []int64
}

const never = -1

func newSchedule(batches, requestsOfEach int) *schedule {
	s := &schedule{
		batches:        batches,
		requestsOfEach: requestsOfEach,
		latenesses:     make([]int64, batches),
		latencies:      make([]int64, batches*requestsOfEach),
	}
	for request := range s.latencies {
		s.latencies[request] = never
	}
	return s
}

func (s *schedule) due(batch int) time.Time {
	return s.start.Add(time.Duration(batch) * time.Millisecond)
}

func (s *schedule) noteStart(batch int) {
	s.latenesses[batch] = time.Since(s.due(batch)).Nanoseconds()
}

func (s *schedule) noteEnd(request int) {
	s.latencies[request] = time.Since(s.due(request / s.requestsOfEach)).Nanoseconds()
}

// Returns the answer and records the latencies in the stopwatch. Call it once all requests have ended.
func (s *schedule) report(stopwatch *peerkit.Stopwatch, c *cache) uint64 {
	ended := make([]int64, 0, len(s.latencies))
	for _, latency := range s.latencies {
		if latency != never {
			ended = append(ended, latency)
		}
	}
	stopwatch.Latencies("latencyNanoseconds", ended)

	answer := uint64(len(ended)) * 31
	for key, e := range c.entries {
		answer += e.hash(key)
	}
	return answer
}

// The output function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
func mixed(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
