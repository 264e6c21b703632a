package main

import (
	"runtime"
	"sync"
	"time"
)

// Collects each second while the region runs. By itself Go's runtime collects when the heap has doubled, and at
// least every two minutes.
func whileCollecting(region func()) {
	ticker := time.NewTicker(time.Second)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-ticker.C:
				runtime.GC()
			case <-done:
				return
			}
		}
	})
	region()
	ticker.Stop()
	close(done)
	wg.Wait()
}
