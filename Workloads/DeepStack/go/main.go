// Starts goroutines that each recurse to a depth, wait at the bottom for all others and return.
package main

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"

	"parallax/peerkit"
)

func main() {
	tasks := peerkit.Int("tasks", 1)
	depth := peerkit.Int("depth", 1)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		bottom := bottom{release: make(chan struct{})}
		bottom.deep.Add(*tasks)
		var calls atomic.Uint64
		before := residentBytes()
		var live int64

		stopwatch.Measure(func() {
			var wg sync.WaitGroup
			for range *tasks {
				wg.Go(func() {
					calls.Add(descend(*depth, &bottom))
				})
			}
			bottom.deep.Wait()
			live = residentBytes()
			close(bottom.release)
			wg.Wait()
		})

		stopwatch.Metric("liveTaskBytes", max(0, live-before)/int64(*tasks))
		return calls.Load()
	})
}

// bottom is where all goroutines wait until they are released together.
type bottom struct {
	deep    sync.WaitGroup
	release chan struct{}
}

// descend returns the number of calls. Each call keeps 128 bytes while the call below it runs.
func descend(depth int, bottom *bottom) uint64 {
	if depth == 0 {
		bottom.deep.Done()
		<-bottom.release
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

// residentBytes is the resident size of this process, from the page tables.
func residentBytes() int64 {
	text, err := os.ReadFile("/proc/self/smaps_rollup")
	if err != nil {
		panic(err) // Only Linux writes it.
	}
	var span string
	var kibibytes int64
	if _, err := fmt.Sscanf(string(text), "%s ---p 00000000 00:00 0 [rollup]\nRss: %d kB", &span, &kibibytes); err != nil {
		panic(err)
	}
	return kibibytes * 1024
}
