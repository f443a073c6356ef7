package db

import (
	"errors"
	"syscall"
)

// tcpUserTimeout is TCP_USER_TIMEOUT of Linux, which package syscall does not name.
const tcpUserTimeout = 18

// unacked bounds how long a connection waits for the other side to take what was
// sent: probes of an idle one do not run meanwhile.
func unacked(network, _ string, raw syscall.RawConn) error {
	if network == "unix" {
		return nil
	}
	var set error
	err := raw.Control(func(fd uintptr) {
		set = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, int(unackedTime.Milliseconds()))
	})
	return errors.Join(err, set)
}
