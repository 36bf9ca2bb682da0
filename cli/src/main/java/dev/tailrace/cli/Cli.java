package dev.tailrace.cli;

import dev.tailrace.cli.command.ActionsCommand;
import dev.tailrace.cli.command.CompletionCommand;
import dev.tailrace.cli.command.DeliveriesCommand;
import dev.tailrace.cli.command.EventsCommand;
import dev.tailrace.cli.command.LogsCommand;
import dev.tailrace.cli.command.OrgsCommand;
import dev.tailrace.cli.command.PositionCommand;
import dev.tailrace.cli.command.RedeliverCommand;
import dev.tailrace.cli.command.StatsCommand;
import dev.tailrace.cli.command.StreamsCommand;
import dev.tailrace.cli.command.TenantsCommand;
import dev.tailrace.cli.command.TriggerCommand;
import dev.tailrace.cli.command.UiCommand;
import dev.tailrace.cli.command.UsersCommand;
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
        subcommands = {
            DemoCommand.class,
            DoctorCommand.class,
            StreamsCommand.class,
            ActionsCommand.class,
            DeliveriesCommand.class,
            RedeliverCommand.class,
            EventsCommand.class,
            TriggerCommand.class,
            UsersCommand.class,
            OrgsCommand.class,
            LogsCommand.class,
            PositionCommand.class,
            StatsCommand.class,
            TenantsCommand.class,
            UiCommand.class,
            CompletionCommand.class
        })
public final class Cli {
    private Cli() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Cli()).execute(arguments));
    }
}
