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
          --night FILE          keeps the night file; it goes with the demo if not said
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

    private static let status = """
        switchback status PLAN [options]: one look at both clusters, the bridge, the groups, the waves and the budget

          --for SECONDS         look for so long, so that hold times can fill
          --json                for programs; the README has the schema
          --night FILE          the commander's night file, where it is not beside the plan

        exit codes   0 green, 1 warning, 2 red, 3 unknown: something could not be read, and that is never green

        example      switchback status payments.yaml --json
        """
}
