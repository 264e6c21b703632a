package main

import (
	"time"

	"parallax/peerkit"
)

// The beats of one iteration: when each is due and when it was made.
type heartbeat struct {
	start time.Time
	made  []time.Time
}

func newHeartbeat(beats int) *heartbeat {
	return &heartbeat{made: make([]time.Time, 0, beats)}
}

func (h *heartbeat) due(beat int) time.Time {
	return h.start.Add(time.Duration(beat) * time.Millisecond)
}

func (h *heartbeat) note() { h.made = append(h.made, time.Now()) }

// Returns the answer; records gaps and lateness in the stopwatch. A beat before its time does not count.
func (h *heartbeat) report(hogsEnded bool, stopwatch *peerkit.Stopwatch) uint64 {
	late := make([]int64, 0, len(h.made))
	var longestGap time.Duration
	last := h.start
	for i, made := range h.made {
		if lateness := made.Sub(h.due(i + 1)); lateness >= 0 {
			late = append(late, lateness.Nanoseconds())
		}
		longestGap = max(longestGap, made.Sub(last))
		last = made
	}
	stopwatch.Latencies("beatLatenessNanoseconds", late)
	stopwatch.Metric("longestGapNanoseconds", longestGap.Nanoseconds())

	answer := uint64(len(late)) * 31
	if hogsEnded {
		answer++
	}
	return answer
}
