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

# A recorded demo, drawn by `shot`: its first red, at several sizes and on several screens, and its steps at the end.
# And a real MirrorMaker 2 (where there is a Kafka) that is made to fail, as the program itself draws it.
shots = night:80x24 night:120x36 night:200x60 groups:120x36 gates:120x36 runbook:120x36 lag:120x36
screenshots: build
	@night=$$(mktemp -d)/demo.night; \
	$(program) demo --autopilot --record $$night >/dev/null; \
	for shot in $(shots); do \
		screen=$${shot%:*} size=$${shot#*:} at=red; \
		[ $$screen != runbook ] || at=end; \
		rm -f screenshots/$$screen-$$size.svg; \
		$(program) shot $$night --at $$at --wave orders --screen $$screen --size $$size \
			-o screenshots/$$screen-$$size.svg; \
	done; \
	rm -rf $$(dirname $$night)
	RECORD_SCREENSHOTS=1 swift test --filter BridgePictureTests

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/switchback/themes
	install -m 755 "$(program)" $(DESTDIR)$(PREFIX)/bin/switchback
	install -m 644 themes/*.theme $(DESTDIR)$(PREFIX)/share/switchback/themes

clean:
	rm -rf .build
