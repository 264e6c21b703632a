// Starts N contenders, of which the first to wake wins and stops the others, and waits until all have ended.
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
		var verdict verdict

		stopwatch.Measure(func() {
			ctx, stopAll := context.WithCancel(context.Background())
			defer stopAll()
			var wg sync.WaitGroup
			for contender := range *contenders {
				resource := referee.openResource()
				sleep := sleepOf(contender, *contenders)
				wg.Add(1)
				go func() {
					defer wg.Done()
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
				}()
			}
			wg.Wait()
			verdict = referee.verdict()
		})

		stopwatch.Metric("stopNanoseconds", verdict.sinceWin.Nanoseconds())
		return verdict.checksum()
	})
}
