// Package serverkit is what the peers that serve connections share.
package serverkit

import (
	"bufio"
	"errors"
	"fmt"
	"iter"
	"net"
	"os"
	"syscall"

	"parallax/peerkit"
)

// A Server listens, and has a control connection to the load. The two exchange lines of text over it.
type Server struct {
	listener net.Listener
	load     net.Conn
}

// Listen listens on a loopback port that the system chooses, connects to the load and tells it that port. The
// backlog is the system's maximum, which Go asks for by itself.
func Listen(loadPort int) Server {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	Check(err)
	load, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", loadPort))
	Check(err)
	s := Server{listener, load}
	s.say(fmt.Sprint(listener.Addr().(*net.TCPAddr).Port))
	return s
}

// Connections waits for so many connections and yields each as it comes. If the system has no descriptor for
// one, the trial ends with the number of those before it.
func (s Server) Connections(count int) iter.Seq[net.Conn] {
	return func(yield func(net.Conn) bool) {
		for accepted := range count {
			connection, err := s.listener.Accept()
			if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
				peerkit.Refuse(err.Error(), accepted)
			}
			Check(err)
			if !yield(connection) {
				return
			}
		}
	}
}

// RunLoad tells the load to begin and waits until all answers have come back.
func (s Server) RunLoad() {
	s.say("start")
	line, err := bufio.NewReader(s.load).ReadString('\n')
	if err != nil || line != "done\n" {
		Check(errors.New("the load ended before its last answer"))
	}
}

// Close tells the load to close its connections, and stops listening.
func (s Server) Close() {
	s.say("close")
	Check(s.load.Close())
	Check(s.listener.Close())
}

func (s Server) say(line string) {
	_, err := fmt.Fprintln(s.load, line)
	Check(err)
}

// Check ends the program on an error.
func Check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
