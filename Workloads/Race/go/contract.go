package main

import (
	"sync/atomic"
	"time"
)

// How long a contender sleeps when nobody stops it; the last one is to win.
func sleepOf(contender, contenders int) time.Duration {
	if contender == contenders-1 {
		return 20 * time.Millisecond
	}
	return time.Duration(10_000+contender) * time.Millisecond
}

// A referee takes down what becomes of the contenders. It keeps the winner plus 1, so that 0 is nobody.
type referee struct {
	winner, open, stopped, late atomic.Int64
	wonAt                       time.Time
}

// Notes that a contender has slept to the end; true for the first, which wins.
func (r *referee) wake(contender int) bool {
	now := time.Now()
	if !r.winner.CompareAndSwap(0, int64(contender)+1) {
		r.late.Add(1)
		return false
	}
	r.wonAt = now
	return true
}

// Notes that a contender was stopped; it counts when another one has won.
func (r *referee) stop(contender int) {
	if winner := r.winner.Load(); winner != 0 && winner != int64(contender)+1 {
		r.stopped.Add(1)
	}
}

// A verdict is how things stand at the end of the region.
type verdict struct {
	winner, open, stopped, late int64
	sinceWin                    time.Duration
}

func (r *referee) verdict() verdict {
	return verdict{r.winner.Load() - 1, r.open.Load(), r.stopped.Load(), r.late.Load(), time.Since(r.wonAt)}
}

func (v verdict) checksum() uint64 {
	var folded uint64
	for _, count := range []int64{v.winner, v.open, v.stopped, v.late} {
		folded = folded*31 + uint64(count)
	}
	return folded
}

// A resource is what a contender holds from before its start until it ends, however it ends.
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
