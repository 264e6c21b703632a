// Crunches on every core while many goroutines each want to run every ten milliseconds.
package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"parallax/peerkit"
)

func main() {
	durationMilliseconds := peerkit.Int("duration-milliseconds", 10)
	timers := peerkit.Int("timers", 1)
	variant := peerkit.Variant("no-yield")

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		schedule := newSchedule(*timers, *durationMilliseconds/10)
		works := make([]work, runtime.GOMAXPROCS(0))
		crunch := crunchAndYield
		if *variant == "no-yield" {
			crunch = crunchOn
		}

		stopwatch.Measure(func() {
			var ticking, crunching sync.WaitGroup
			var over atomic.Bool
			schedule.start = time.Now()
			for timer := range *timers {
				ticking.Go(func() {
					for tick := range schedule.ticksOfEach {
						time.Sleep(time.Until(schedule.due(tick, timer)))
						schedule.note(tick, timer)
					}
				})
			}
			for cruncher := range works {
				crunching.Go(func() { works[cruncher] = crunch(&over) })
			}
			ticking.Wait()
			over.Store(true)
			crunching.Wait()
		})

		return schedule.report(works, stopwatch)
	})
}

func crunchAndYield(over *atomic.Bool) work {
	var w work
	for !over.Load() {
		w.crunch()
		runtime.Gosched()
	}
	return w
}
