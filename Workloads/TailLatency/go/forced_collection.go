package main

import (
	"runtime"
	"sync"
	"time"
)

// Collects once at the given time. By itself Go's runtime collects when the heap has doubled, and at least
// every two minutes.
func collectAt(due time.Time, wg *sync.WaitGroup) {
	wg.Go(func() {
		time.Sleep(time.Until(due))
		runtime.GC()
	})
}
