// Starts goroutines that each recurse to a depth, yield at the bottom and return.
package main

import (
	"runtime"
	"sync"
	"sync/atomic"

	"parallax/peerkit"
)

func main() {
	tasks := peerkit.Int("tasks", 1)
	depth := peerkit.Int("depth", 1)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		var bottom presence
		var calls atomic.Uint64

		stopwatch.Measure(func() {
			var wg sync.WaitGroup
			for range *tasks {
				wg.Go(func() {
					calls.Add(descend(*depth, &bottom))
				})
			}
			wg.Wait()
		})

		stopwatch.Metric("deepTasksCount", bottom.maximum)
		return calls.Load()
	})
}

// descend returns the number of calls. Each call keeps 128 bytes while the call below it runs.
func descend(depth int, bottom *presence) uint64 {
	if depth == 0 {
		bottom.enter()
		runtime.Gosched()
		bottom.leave()
		return 0
	}
	var frame [16]uint64
	frame[depth%len(frame)] = 1
	calls := descend(depth-1, bottom)
	for i := range frame { // by index, because a range over the values would copy the frame
		calls += frame[i]
	}
	return calls
}

// presence counts the goroutines that are at the bottom at the same time.
type presence struct {
	mu               sync.Mutex
	present, maximum int64
}

func (p *presence) enter() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.present++
	p.maximum = max(p.maximum, p.present)
}

func (p *presence) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.present--
}
