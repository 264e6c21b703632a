package main

import (
	"runtime"
	"sync"
	"time"
)

// Collects once at the given time. Go's runtime does so by itself when the heap has doubled, and at the latest
// two minutes after the last time.
func collectAt(due time.Time, wg *sync.WaitGroup) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		time.Sleep(time.Until(due))
		runtime.GC()
	}()
}
