package sync

// Go is what Go 1.25 added to WaitGroup, for the versions before it.
func (wg *WaitGroup) Go(f func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
}
