package main

import (
	"syscall"
	"time"
)

// A request is a number, which decides what the server does before it answers.
type request uint64

type kind int

const (
	echo kind = iota
	compute
	blocking
)

// About 80 % of the numbers are echoes, 15 % computations and 5 % blocking calls, in no regular order.
func (r request) kind() kind {
	switch mixed(uint64(r)) % 20 {
	case 0:
		return blocking
	case 1, 2, 3:
		return compute
	default:
		return echo
	}
}

// Takes about a millisecond. A step is Marsaglia's xorshift.
func (r request) computed() uint64 {
	state := uint64(r) + 1
	for range 600_000 {
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
	}
	return state
}

// Blocks the thread that runs the goroutine. Go's own time.Sleep would park the goroutine instead. The loop is
// needed because Go's signals interrupt the call.
func (r request) blocked() uint64 {
	left := syscall.NsecToTimespec((5 * time.Millisecond).Nanoseconds())
	for {
		wanted := left
		err := syscall.Nanosleep(&wanted, &left)
		if err == nil {
			return uint64(r)
		}
		if err != syscall.EINTR {
			panic(err)
		}
	}
}

func checksum(served, connections int) uint64 {
	return uint64(served)*31 + uint64(connections)
}

// The output function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
func mixed(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
