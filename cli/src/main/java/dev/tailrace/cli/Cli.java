package dev.tailrace.cli;

import dev.tailrace.cli.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit codes: 0 done, 1 it was tried and did not work, 2 it was asked wrongly. */
@Command(
        name = "tailrace",
        mixinStandardHelpOptions = true,
        version = "tailrace 0.1.0",
        description = "Event streams and event stream actions, self-hosted.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class, DoctorCommand.class, TenantsCommand.class})
public final class Cli {
    private Cli() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Cli()).execute(arguments));
    }
}
