//go:build token

// Command giaouoc-token holds a PKCS#11 token (USB token, smart card) for giaouoc: it
// reads questions on its standard input and answers on its standard output, a line of
// JSON each (internal/signature, TokenRequest and TokenAnswer). It is the only program
// here with cgo, since the modules of tokens are C libraries, and is built by
// `make token`; giaouoc itself stays without.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "giaouoc-token: hãy nêu đúng một tệp: thư viện PKCS#11 của thiết bị ký (.so, .dll, .dylib).")
		os.Exit(1)
	}
	if err := serve(os.Args[1], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "giaouoc-token:", err)
		os.Exit(1)
	}
}
