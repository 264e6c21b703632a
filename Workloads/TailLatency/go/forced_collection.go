package main

import (
	"runtime"
	"time"
)

// Collects each second while the region runs. By itself Go's runtime collects when the heap has doubled, and at
// least every two minutes.
func whileCollecting(region func()) {
	ticker := time.NewTicker(time.Second)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-ticker.C:
				runtime.GC()
			case <-done:
				return
			}
		}
	}()
	region()
	ticker.Stop()
	close(done)
}
