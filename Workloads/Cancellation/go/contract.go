package main

import (
	"slices"
	"sync/atomic"
	"time"
)

const (
	// How late the first task may see the cancellation.
	slack = time.Second
	// How long to wait, before the region, after the last task has come to its wait.
	settle = 20 * time.Millisecond
)

// The tasks that a task starts: ten at most, numbered from the root, 0, level by level.
func childrenOf(task, tasks int) (first, end int) {
	return min(10*task+1, tasks), min(10*task+11, tasks)
}

// A roll takes down when each task saw the cancellation, and how many have ended. It tells moments by the time
// since it was made.
type roll struct {
	made    time.Time
	due     time.Duration
	moments []time.Duration // 0 until the task has seen it
	ended   atomic.Int64
}

func newRoll(tasks int) *roll {
	return &roll{made: time.Now(), moments: make([]time.Duration, tasks)}
}

// Has the cancellation fall due so long after now.
func (r *roll) setDue(after time.Duration) { r.due = time.Since(r.made) + after }

// Notes that a task sees the cancellation now.
func (r *roll) see(task int) { r.moments[task] = time.Since(r.made) }

// Notes that a task, and all that it started, has ended.
func (r *roll) end() { r.ended.Add(1) }

// How many tasks have not ended; to be asked at the end of the region.
func (r *roll) left() int { return len(r.moments) - int(r.ended.Load()) }

func (r *roll) latencies() []int64 {
	var latencies []int64
	for _, moment := range r.moments {
		if moment > 0 {
			latencies = append(latencies, max(0, (moment-r.due).Nanoseconds()))
		}
	}
	return latencies
}

func (r *roll) checksum(left int) uint64 {
	latencies := r.latencies()
	early := 0
	for _, moment := range r.moments {
		if moment > 0 && moment < r.due {
			early++
		}
	}
	prompt := 0
	if len(latencies) > 0 && slices.Min(latencies) <= slack.Nanoseconds() {
		prompt = 1
	}
	var folded uint64
	for _, count := range []int{len(latencies), left, early, prompt} {
		folded = folded*31 + uint64(count)
	}
	return folded
}
