package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"

	"parallax/peerkit"
)

const (
	messageBytes = 64
	// The largest number of bytes that a server reads at once.
	bufferBytes = 1024
)

func checksum(bytesEchoed, connections int) uint64 {
	return uint64(bytesEchoed/messageBytes)*31 + uint64(connections)
}

// The backlog is the system's maximum, which Go asks for by itself.
func listen() net.Listener {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	check(err)
	return listener
}

// A loadCall is the server's control connection to the load. The two exchange lines of text over it.
type loadCall struct{ net.Conn }

// Connects to the load and tells it where the server listens.
func callLoad(port int, listener net.Listener) loadCall {
	connection, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	check(err)
	load := loadCall{connection}
	load.say(fmt.Sprint(listener.Addr().(*net.TCPAddr).Port))
	return load
}

// Tells the load to send its messages and waits until all echoes have come back.
func (l loadCall) run() {
	l.say("start")
	line, err := bufio.NewReader(l).ReadString('\n')
	if err != nil || line != "done\n" {
		check(errors.New("the load ended before its last echo"))
	}
}

// Tells the load to close its connections.
func (l loadCall) close() {
	l.say("close")
	check(l.Close())
}

func (l loadCall) say(line string) {
	_, err := fmt.Fprintln(l, line)
	check(err)
}

// Ends the trial with the number of connections for which the system had a descriptor.
func refuse(err error, reached int) {
	if !errors.Is(err, syscall.EMFILE) && !errors.Is(err, syscall.ENFILE) {
		check(err)
	}
	peerkit.Refuse(err.Error(), reached)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
