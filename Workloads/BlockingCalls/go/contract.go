package main

import (
	"errors"
	"io"
	"os"
	"syscall"
	"time"
)

const (
	sleep      = 10 * time.Millisecond
	pieceBytes = 64 << 10
)

// The call that every goroutine makes: it sleeps, or it reads a file to its end.
type blockingCall struct {
	path string // empty for a sleep
}

// Creates the file to read, unless the call is a sleep.
func newBlockingCall(readKibibytes int) blockingCall {
	if readKibibytes == 0 {
		return blockingCall{}
	}
	file, err := os.CreateTemp("", "parallax-")
	check(err)
	_, err = file.Write(make([]byte, readKibibytes<<10))
	check(errors.Join(err, file.Close()))
	return blockingCall{file.Name()}
}

// Removes the file, if there is one.
func (c blockingCall) end() {
	if c.path != "" {
		check(os.Remove(c.path))
	}
}

// Blocks the thread that runs the goroutine and returns the number of bytes read.
func (c blockingCall) make() int {
	if c.path == "" {
		block(sleep)
		return 0
	}
	file, err := os.Open(c.path)
	check(err)
	defer file.Close()
	piece := make([]byte, pieceBytes)
	bytes := 0
	for {
		count, err := file.Read(piece)
		bytes += count
		if err == io.EOF {
			return bytes
		}
		check(err)
	}
}

// Go's own time.Sleep would park the goroutine instead of blocking its thread. The loop is needed because
// Go's signals interrupt the call.
func block(duration time.Duration) {
	left := syscall.NsecToTimespec(duration.Nanoseconds())
	for {
		wanted := left
		err := syscall.Nanosleep(&wanted, &left)
		if err != syscall.EINTR {
			check(err)
			return
		}
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
