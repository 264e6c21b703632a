package main

import (
	"slices"
	"sync/atomic"
	"time"
)

const (
	// How late the first task may see the cancellation.
	slack = time.Second
	// How long to pause before the region, so that the last task has begun its wait.
	settle = 20 * time.Millisecond
)

// The at most ten tasks that a task starts, numbered level by level from the root, 0.
func childrenOf(task, tasks int) (first, end int) {
	return min(10*task+1, tasks), min(10*task+11, tasks)
}

// A roll records when each task saw the cancellation and how many tasks have ended. Its times count
// from its creation.
type roll struct {
	made    time.Time
	due     time.Duration
	moments []time.Duration // 0 until the task has seen it
	ended   atomic.Int64
}

func newRoll(tasks int) *roll {
	return &roll{made: time.Now(), moments: make([]time.Duration, tasks)}
}

// Makes the cancellation due the given time from now.
func (r *roll) setDue(after time.Duration) { r.due = time.Since(r.made) + after }

// Records that a task sees the cancellation now.
func (r *roll) see(task int) { r.moments[task] = time.Since(r.made) }

// Records that a task and all tasks that it started have ended.
func (r *roll) end() { r.ended.Add(1) }

// The number of tasks that have not ended; read it at the end of the region.
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
