// Keeps every core busy with goroutines that never yield, while one more goroutine wants to
// run each millisecond.
package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"parallax/peerkit"
)

const beatsBeforeHogs = 5

func main() {
	hogMilliseconds := peerkit.Int("hog-milliseconds", 50)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		hold := time.Duration(*hogMilliseconds) * time.Millisecond
		beats := *hogMilliseconds
		heartbeat := newHeartbeat(beats)
		hogs := runtime.GOMAXPROCS(0)
		var ended atomic.Int64

		stopwatch.Measure(func() {
			var wg sync.WaitGroup
			heartbeat.start = time.Now()
			for beat := 1; beat <= beats; beat++ {
				time.Sleep(time.Until(heartbeat.due(beat)))
				heartbeat.note()
				if beat != beatsBeforeHogs {
					continue
				}
				for range hogs {
					wg.Go(func() {
						spin(hold)
						ended.Add(1)
					})
				}
			}
			wg.Wait()
		})

		return heartbeat.report(ended.Load() == int64(hogs), stopwatch)
	})
}

// What a hog does: it reads the clock until the time has passed.
func spin(hold time.Duration) {
	for began := time.Now(); time.Since(began) < hold; {
	}
}
