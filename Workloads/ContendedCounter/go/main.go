// Adds to one shared count from K goroutines. Each waits for the result of a call before it makes the next.
package main

import (
	"sync"
	"time"

	"parallax/peerkit"
)

func main() {
	callers := peerkit.Int("callers", 1)
	calls := peerkit.Int("calls", 1)
	variant := peerkit.Variant("atomic")

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		increment := new(mutexCounter).increment
		if *variant == "atomic" {
			increment = new(atomicCounter).increment
		}
		tallies := make([]tally, *callers)

		stopwatch.Measure(func() {
			var wg sync.WaitGroup
			for i := range tallies {
				wg.Go(func() { tallies[i] = call(increment, *calls / *callers) })
			}
			wg.Wait()
		})

		var total tally
		for _, t := range tallies {
			total.count = max(total.count, t.count)
			total.longestWait = max(total.longestWait, t.longestWait)
		}
		stopwatch.Metric("longestWaitNanoseconds", total.longestWait.Nanoseconds())
		return total.count
	})
}

// What callers record of their calls: the largest count returned and the longest wait.
type tally struct {
	count       uint64
	longestWait time.Duration
}

// A call begins when the previous one ends, so the clock is read once for each call.
func call(increment func() uint64, calls int) tally {
	var t tally
	began := time.Now()
	var last time.Duration
	for range calls {
		t.count = increment()
		now := time.Since(began)
		t.longestWait = max(t.longestWait, now-last)
		last = now
	}
	return t
}

type mutexCounter struct {
	mu    sync.Mutex
	count uint64
}

func (c *mutexCounter) increment() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	return c.count
}
