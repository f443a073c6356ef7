// Package interop tests the record against the clients and logs of others:
// filippo.io/torchwood reads and proves, transparency-dev/tessera writes a log,
// asks our witness for cosignatures and checks whole logs. It tests open data too:
// libopenapi reads its description, and a client that oapi-codegen made of it reads
// the figures. It is a module of its
// own, so that what they need stays out of the program's module graph.
package interop
