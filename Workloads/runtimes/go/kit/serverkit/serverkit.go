// Package serverkit is what the peers that serve connections share.
package serverkit

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"

	"parallax/peerkit"
)

// Listen listens on a loopback port that the system chooses. The backlog is the system's maximum, which Go asks
// for by itself.
func Listen() net.Listener {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	Check(err)
	return listener
}

// A LoadCall is the server's control connection to the load. The two exchange lines of text over it.
type LoadCall struct{ connection net.Conn }

// CallLoad connects to the load and tells it where the server listens.
func CallLoad(port int, listener net.Listener) LoadCall {
	connection, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	Check(err)
	load := LoadCall{connection}
	load.say(fmt.Sprint(listener.Addr().(*net.TCPAddr).Port))
	return load
}

// Run tells the load to begin and waits until all answers have come back.
func (l LoadCall) Run() {
	l.say("start")
	line, err := bufio.NewReader(l.connection).ReadString('\n')
	if err != nil || line != "done\n" {
		Check(errors.New("the load ended before its last answer"))
	}
}

// Close tells the load to close its connections.
func (l LoadCall) Close() {
	l.say("close")
	Check(l.connection.Close())
}

func (l LoadCall) say(line string) {
	_, err := fmt.Fprintln(l.connection, line)
	Check(err)
}

// Accept waits for the next connection after count accepted ones. If the system has no descriptor for it, the
// trial ends with that number.
func Accept(listener net.Listener, count int) net.Conn {
	connection, err := listener.Accept()
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		peerkit.Refuse(err.Error(), count)
	}
	Check(err)
	return connection
}

// Check ends the program on an error.
func Check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
