// Starts N contenders and waits until all have ended. The first to wake wins and stops the others.
package main

import (
	"context"
	"sync"
	"time"

	"parallax/peerkit"
)

func main() {
	contenders := peerkit.Int("contenders", 2)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		var referee referee
		var state finalState

		stopwatch.Measure(func() {
			ctx, stopAll := context.WithCancel(context.Background())
			defer stopAll()
			var wg sync.WaitGroup
			for contender := range *contenders {
				resource := referee.openResource()
				sleep := sleepOf(contender, *contenders)
				wg.Go(func() {
					defer resource.release()
					timer := time.NewTimer(sleep)
					defer timer.Stop()
					select {
					case <-timer.C:
						if referee.wake(contender) {
							stopAll()
						}
					case <-ctx.Done():
						referee.stop(contender)
					}
				})
			}
			wg.Wait()
			state = referee.finalState()
		})

		stopwatch.Metric("stopNanoseconds", state.sinceWin.Nanoseconds())
		return state.checksum()
	})
}
