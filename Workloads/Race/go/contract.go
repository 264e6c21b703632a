package main

import (
	"sync/atomic"
	"time"
)

// How long a contender sleeps if it is not stopped. The last one should win.
func sleepOf(contender, contenders int) time.Duration {
	if contender == contenders-1 {
		return 20 * time.Millisecond
	}
	return time.Duration(10_000+contender) * time.Millisecond
}

// A referee records what happens to the contenders. It stores the winner plus 1, so that 0 means no winner.
type referee struct {
	winner, open, stopped, late atomic.Int64
	wonAt                       time.Time
}

// Records that a contender has slept to the end. Returns true for the first one, which wins.
func (r *referee) wake(contender int) bool {
	now := time.Now()
	if !r.winner.CompareAndSwap(0, int64(contender)+1) {
		r.late.Add(1)
		return false
	}
	r.wonAt = now
	return true
}

// Records that a contender was stopped. This counts only if another one has won.
func (r *referee) stop(contender int) {
	if winner := r.winner.Load(); winner != 0 && winner != int64(contender)+1 {
		r.stopped.Add(1)
	}
}

// A finalState is the state at the end of the region.
type finalState struct {
	winner, open, stopped, late int64
	sinceWin                    time.Duration
}

func (r *referee) finalState() finalState {
	return finalState{r.winner.Load() - 1, r.open.Load(), r.stopped.Load(), r.late.Load(), time.Since(r.wonAt)}
}

func (s finalState) checksum() uint64 {
	var folded uint64
	for _, count := range []int64{s.winner, s.open, s.stopped, s.late} {
		folded = folded*31 + uint64(count)
	}
	return folded
}

// A resource is held by a contender from before its start until it ends, no matter how it ends.
type resource struct {
	referee  *referee
	released bool
}

func (r *referee) openResource() *resource {
	r.open.Add(1)
	return &resource{referee: r}
}

func (r *resource) release() {
	if !r.released {
		r.released = true
		r.referee.open.Add(-1)
	}
}
