// Package interop tests the record against the clients and logs of others:
// filippo.io/torchwood reads and proves, transparency-dev/tessera writes a log,
// asks our witness for cosignatures and checks whole logs. It is a module of its
// own, so that what they need stays out of the program's module graph.
package interop
