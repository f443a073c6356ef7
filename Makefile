# make check is the one command that checks everything; .ci/run calls it.
export CGO_ENABLED := 0
TOOL := go tool -modfile=tools/go.mod

.PHONY: check generate generated script bundled format vet lint test interop token token-test build-all e2e ha bench faults load run vulnerabilities

check: generated bundled format vet lint test interop build-all e2e

generate:
	$(TOOL) templ generate -path internal/web

# Fails when a committed generated file is not what the generator writes now.
generated: generate
	@test -z "$$(git status --porcelain -- '*_templ.go')" || { git status --short -- '*_templ.go'; echo 'generated code is stale: run make generate and commit'; exit 1; }

# The voter's script, bundled from internal/web/script into internal/web/static.
script:
	cd internal/web/script && npm ci --silent && node build.mjs

# Fails when the committed bundle is not what its sources give.
bundled:
	@if command -v npm >/dev/null; then cd internal/web/script && npm ci --silent && node build.mjs --check; else echo 'bundled: npm is missing, the bundle was not compared'; test -z "$$CI"; fi

format:
	@files=$$($(TOOL) gofumpt -l $$(git ls-files '*.go' | grep -v '_templ\.go$$')); test -z "$$files" || { echo "not formatted:"; echo "$$files"; exit 1; }

vet:
	go vet ./...

lint:
	$(TOOL) staticcheck ./...

test:
	go test -timeout 30m $(TESTFLAGS) ./...

# The record against the clients and logs of others, in a module of its own.
interop:
	cd interop && go vet . && go test $(TESTFLAGS) .

# The program that holds a PKCS#11 token: the only one with cgo, for who has a token.
token:
	CGO_ENABLED=1 go build -tags token -o bin/giaouoc-token ./cmd/giaouoc-token

# Its tests ask a token of SoftHSM (Debian: softhsm2, gcc).
token-test:
	CGO_ENABLED=1 go vet -tags token ./cmd/giaouoc-token
	CGO_ENABLED=1 go test $(TESTFLAGS) -tags token ./cmd/giaouoc-token

# Whether it builds, not how fast it runs: without optimising, in a third of the time.
build-all:
	for os in linux windows darwin; do GOOS=$$os go build -gcflags=all="-N -l" -o /dev/null ./cmd/giaouoc || exit 1; done

# The browser's tests need node and Chromium, the one of workbooks LibreOffice Calc
# too; a machine without the first two says so.
e2e:
	@if command -v node >/dev/null && command -v chromium >/dev/null; then dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && go build -o "$$dir/giaouoc" ./cmd/giaouoc && cd e2e && npm ci --silent && GIAOUOC_PROGRAM="$$dir/giaouoc" node --test --test-concurrency=2 --test-timeout=1200000 --test-reporter=spec; else echo 'e2e: node or chromium is missing, the browser tests did not run'; test -z "$$CI"; fi

# Known weaknesses of what the program is built from; asks vuln.go.dev.
vulnerabilities:
	go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 ./...

# Every fault of three PostgreSQL members, several times: root, some fifteen minutes
# (Debian: patroni, etcd-server, postgresql-15, iproute2).
ha:
	GIAOUOC_TEST_HA=long go test -v -timeout 30m -run '^TestHighAvailability$$' ./cmd/giaouoc

bench:
	go test -run '^$$' -bench . -benchmem ./bench

# Everything that is broken in the tests of faults, ten times as often: kill -9, a full
# and a read-only disk, jumping clocks, a database that is slow or away, changed files.
# As root, or no disk is mounted; about a quarter of an hour.
faults:
	GIAOUOC_TEST_FAULTS=10 go test -v -timeout 60m -run 'TestKilledAgainAndAgain|TestTwoProgramsOnOneFile|TestTheClockJumps|TestAFullDisk|TestAReadOnlyDisk|TestASlowAndLostDatabase|TestACorruptDatabase|TestCorruptFilesBesideTheDatabase' ./cmd/giaouoc

# The load of a country on this machine; minutes. bench/load says what is played.
load:
	GIAOUOC_LOAD=long go test -v -timeout 90m -count 1 ./bench/load

run:
	go run ./cmd/giaouoc demo
