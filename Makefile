# `make demo` and `make test` are all a newcomer needs; both fetch what they lack.

PREFIX ?= /usr/local
release = swift build -c release --static-swift-stdlib --product switchback
program = .build/release/switchback
terminal_tier = ^EndToEndTests
kafka_tier = ^RealKafkaTests|^ProbesTests.Real|^RunbookTests.Real

.PHONY: build demo test lint bench screenshots install clean

build:
	@.ci/setup build
	$(release)

demo: build
	@$(program) demo $(ARGS)

test:
	@.ci/setup test
	swift build --build-tests
	@# One tier after the other: terminals and brokers would starve each other on a small machine.
	@.ci/tier --skip '$(terminal_tier)|$(kafka_tier)'
	@.ci/tier --filter '$(terminal_tier)'
	@.ci/tier --filter '$(kafka_tier)'
	@swift run --skip-build tiers

lint:
	@.ci/setup build
	swift format lint --strict --parallel -r Sources Tests Package.swift

bench: build
	swift build -c release --static-swift-stdlib --product bench
	.build/release/bench

# Half a minute into the demo's storm, and a real MirrorMaker 2 (where there is a Kafka) that is made to fail, as the
# program itself draws them.
screenshots: build
	@for size in 80x24 120x36 200x60; do \
		$(program) demo --scenario storm --headless 30 --size $$size \
			| awk '/^-- frame 30 /{on=1; next} on' >screenshots/night-$$size.txt & \
	done; wait
	RECORD_SCREENSHOTS=1 swift test --filter BridgePictureTests

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/switchback/themes
	install -m 755 "$(program)" $(DESTDIR)$(PREFIX)/bin/switchback
	install -m 644 themes/*.theme $(DESTDIR)$(PREFIX)/share/switchback/themes

clean:
	rm -rf .build
