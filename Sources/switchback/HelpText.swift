enum HelpText {
    static let version = "0.1.0"

    static func of(_ command: Command) -> String {
        switch command {
        case .demo: demo
        case .check: check
        case .watch: watch
        case .run: run
        case .status: status
        case .hold, .release, .abort: veto
        case .replay: replay
        case .report: report
        case .export: export
        case .shot: shot
        case .verify: verify
        case .help, .version: overview
        }
    }

    private static let overview = """
        switchback: the cockpit for the night a Kafka estate moves

          switchback demo              a whole night on embedded clusters, nothing to install
          switchback check PLAN        everything that is wrong with a plan
          switchback watch PLAN        the cockpit, read-only
          switchback run PLAN --execute    the cockpit with the keys: advance a wave, or go back
          switchback status PLAN       one look: 0 green, 1 warning, 2 red, 3 unknown
          switchback hold PLAN         no wave advances, whoever holds the keys
          switchback release PLAN      takes a hold or an abort back
          switchback abort PLAN        every wave that has moved goes back
          switchback replay FILE       a recorded night on the screens it was seen on
          switchback report FILE       its post-mortem, as Markdown or as one page of HTML
          switchback export FILE       its numbers and events for other tools, or the night as a terminal recording
          switchback shot FILE         one moment of it as a picture
          switchback verify FILE       whether it is as it was written
          switchback help COMMAND      options and an example of each

        Start with:  switchback demo

        exit codes   0 good, 1 warning, 2 bad, 3 unknown, 64 the command line, 70 could not do its work
        """

    private static let look = """
          --theme NAME|FILE     colour-blind-safe (the default), dark, light, mono, or a file of yours
          --glyphs unicode|ascii    ascii where the locale is not UTF-8
        """

    private static let colour = "NO_COLOR in the environment is honoured."

    private static let screen = """
        \(look)
          --plain               state changes as lines: for screen readers, pipes and dumb terminals
          --headless N          N frames as text, then the end
          --size WxH            of headless frames; 120x36 if not said
          --screen NAME         the screen to begin with: night, lag, groups, bridge, gates, runbook, log

        \(colour)
        """

    private static let demo = """
        switchback demo [options]: two clusters of its own with producers, a bridge, consumers and troubles

          --kafka FOLDER        on real brokers with a real MirrorMaker 2, started from that Kafka (KAFKA_HOME if not
                                said) and ended with the demo; needs Java 17, half a minute and 2 GB of memory
          --scenario guided|calm|pressure|storm    how much goes wrong; guided if not said
          --seed N              the same seed tells the same night
          --speed X             how much faster than written the troubles come, 0.25 to 16
          --autopilot           plays the guided night by itself, in plain lines: one wave goes, one goes back;
                                exit 0 when it came to that
          --record FILE         keeps the night file, for replay and report; it goes with the demo if not said
          --print-plan          the demo's plan, to start your own from
        \(screen)

        examples     switchback demo --scenario storm --speed 2
                     switchback demo --kafka /opt/kafka
        """

    private static let watch = """
        switchback watch PLAN [options]: the cockpit, read-only; beside a commander it shows what they do

          --night FILE          the commander's night file, where it is not beside the plan
        \(screen)

        ? in the cockpit lists its keys; q leaves.

        example      switchback watch payments.yaml --theme dark
        """

    private static let run = """
        switchback run PLAN [--execute] [options]: the cockpit with the keys; one commander holds them at a time

          --execute             steps act; without it every step is a dry run
          --night FILE          where the night is recorded; NIGHT.night beside the plan if not said
        \(look)

        The keys need a terminal: --plain, --headless and --size are for watch.
        \(colour)

        ? in the cockpit lists its keys. a advances a wave, X goes back.

        example      switchback run payments.yaml --execute
        """

    private static let check = """
        switchback check PLAN [--connect]: everything that is wrong with a plan, each with its line and column

          --connect             also ask both clusters: do they answer, is everything there that the plan names

        exit codes   0 nothing, 1 warnings, 2 errors, 3 something could not be seen

        example      switchback check payments.yaml --connect
        """

    private static let veto = """
        switchback hold PLAN --why "…"      no wave of the night advances, whoever holds the keys
        switchback abort PLAN [--why "…"]   every wave of the night that has moved goes back
        switchback release PLAN             takes either back

          --why "…"             of a hold or an abort: shown on the commander's screen, with who and when
          --night FILE          the night file, where it is not beside the plan

        Each is a file, and touching it by hand does the same. Beside the night file NIGHT.night they are

          NIGHT.hold            no wave advances
          NIGHT.panic           every wave that has moved goes back

        or where the plan says: files: { hold: FILE, panic: FILE }, from the plan's folder.

        example      switchback hold payments.yaml --why "the target's disks are being swapped"
        """

    private static let time = """
          a time                02:14, 02:14:07, 90s and +10m after the start, start, end, red (the first); UTC
          --wave NAME           whose ladder, gates and steps are shown; the first wave's if not said
        """

    private static let anonymise = """
          --anonymise           other names for topics, groups, waves, persons and machines: the same for the same
        """

    private static let replay = """
        switchback replay FILE [options]: a recorded night, on the same screens; no cluster is needed, and none is asked

          --at TIME             where to begin
          --plan OTHER.yaml     which triggers and budget lines of another plan would have turned red, and when
        \(time)
        \(anonymise); with --headless and --plain
        \(screen)

        SPACE plays and pauses, arrows step, : goes to a time, n to the next red, ? lists the keys.

        examples     switchback replay payments-2026-11.night --at 02:14
                     switchback replay payments-2026-11.night --plan stricter.yaml
        """

    private static let report = """
        switchback report FILE [-o FILE.md|FILE.html]: what was known, pressed, run and observed, and what went wrong first

          -o FILE               a page with charts (.html) or Markdown (.md); Markdown to the terminal if not said
        \(anonymise)

        example      switchback report payments-2026-11.night -o payments-2026-11.html
        """

    private static let export = """
        switchback export FILE --as csv|jsonl|asciicast [options]: a recorded night for other tools

          --as csv              one table: --of \(ExportCommand.viewNames)
          --as jsonl            all of them, a JSON object a line; or the one that --of names
          --as asciicast        a terminal recording (asciicast v3) with markers, of --size, --theme and --screen;
                                --speed X makes it X times as fast as the night was
          -o FILE               a new file; standard output if not said
        \(anonymise)

        example      switchback export payments-2026-11.night --as csv --of lag -o lag.csv
        """

    private static let shot = """
        switchback shot FILE [options]: one moment of a recorded night, as the screen showed it

          --at TIME             the moment; the last if not said
          --screen NAME         night, lag, groups, bridge, gates, runbook or log
          --size WxH            120x36 if not said
          --theme NAME|FILE     colour-blind-safe (the default), dark, light, mono, or a file of yours
          -o FILE               .svg, .png (by rsvg-convert) or .txt; SVG to standard output if not said
        \(time)
        \(anonymise)

        example      switchback shot payments-2026-11.night --at 02:14:07 --size 200x60 -o abort.svg
        """

    private static let verify = """
        switchback verify FILE: whether a night file is as it was written, from its first row to its last

        exit codes   0 intact, 2 broken, and where; 70 it is no night file, or cannot be read

        example      switchback verify payments-2026-11.night
        """

    private static let status = """
        switchback status PLAN [options]: one look at both clusters, the bridge, the groups, the waves and the budget

          --for SECONDS         look for so long, so that hold times can fill
          --json                for programs; the README has the schema
          --night FILE          the commander's night file, where it is not beside the plan

        exit codes   0 green, 1 warning, 2 red, 3 unknown: something could not be read, and that is never green

        example      switchback status payments.yaml --json
        """
}
