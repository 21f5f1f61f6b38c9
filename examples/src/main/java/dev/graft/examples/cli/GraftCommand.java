package dev.graft.examples.cli;

import dev.graft.GraftException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: {@code java -jar graft.jar}. Exit codes: 0 success, 1 the job failed, 2 wrong usage. */
@Command(
        name = "graft",
        description = "Transfer learning for image classification on the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = GraftCommand.Version.class,
        subcommands = {
            DemoCommand.class,
            TrainCommand.class,
            GridCommand.class,
            ReportCommand.class,
            ReproduceCommand.class,
            PredictCommand.class,
            ExplainCommand.class,
            ExportCommand.class,
            CardCommand.class,
            AugmentPreviewCommand.class,
            BackbonesCommand.class,
            WeightsCommand.class,
            PhantomCommand.class,
            VerifyGoldenCommand.class,
            ExplainProgramCommand.class
        })
public final class GraftCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs the command line and ends the process. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new GraftCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(GraftCommand::misused)
                .setExecutionExceptionHandler(GraftCommand::failed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }

    /** One line that says what is wrong, not a screen of options that hides it. */
    private static int misused(ParameterException error, String[] arguments) {
        CommandLine commandLine = error.getCommandLine();
        PrintWriter err = commandLine.getErr();
        boolean top = commandLine.getParent() == null;
        if (top && error instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            err.println(
                    "graft: There is no command '" + unmatched.getUnmatched().get(0) + "'. Choose one of "
                            + String.join(", ", commandLine.getSubcommands().keySet()) + ".");
        } else {
            err.println("graft: " + error.getMessage());
            UnmatchedArgumentException.printSuggestions(error, err);
        }
        err.println("All options: " + commandLine.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return commandLine.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int failed(Exception error, CommandLine commandLine, CommandLine.ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        if (error instanceof GraftException) {
            err.println("graft: " + error.getMessage());
        } else {
            err.println("graft: an unexpected error, please report it:");
            error.printStackTrace(err);
        }
        err.flush();
        return 1;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = GraftCommand.class.getPackage().getImplementationVersion();
            return new String[] {"graft " + (version == null ? "(development build)" : version)};
        }
    }
}
