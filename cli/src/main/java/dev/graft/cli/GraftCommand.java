package dev.graft.cli;

import dev.graft.error.GraftException;
import dev.graft.io.FileNames;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
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
        versionProvider = GraftCommand.Version.class)
public final class GraftCommand implements Runnable {
    private static final Map<String, Class<?>> COMMANDS = commands(
            DemoCommand.class,
            RecommendCommand.class,
            TrainCommand.class,
            GridCommand.class,
            ReportCommand.class,
            EnsembleCommand.class,
            ReproduceCommand.class,
            PredictCommand.class,
            EvaluateCommand.class,
            ExplainCommand.class,
            ExportCommand.class,
            CardCommand.class,
            AugmentPreviewCommand.class,
            BackbonesCommand.class,
            WeightsCommand.class,
            EnginesCommand.class,
            PhantomCommand.class,
            VerifyGoldenCommand.class,
            ExplainProgramCommand.class);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs the command line and ends the process. */
    public static void main(String[] args) {
        System.exit(run(args, new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err)));
    }

    /**
     * Runs the command line.
     *
     * @param out standard output; if a write fails, so does the job, though it goes on: a training is worth more than its
     *     progress lines. A reader that went away needs no message.
     */
    static int run(String[] args, OutputStream out, OutputStream err) {
        StandardOutput output = new StandardOutput(out);
        PrintWriter errors = new StandardOutput(err).writer();
        PrintWriter lines = output.writer();
        int exit = run(args, lines, errors);
        lines.flush();
        if (output.failure().isPresent()) {
            if (!output.readerIsGone()) {
                errors.println("graft: Standard output could not be written ("
                        + output.failure().get().getMessage()
                        + "), so what it holds is not complete. Free space or choose another place, and call again.");
            }
            exit = Math.max(exit, 1);
        }
        errors.flush();
        return exit;
    }

    /** Runs the command line on streams that are not closed. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        try {
            requireNames(args);
            return commandLine(args).setOut(out).setErr(err).execute(args);
        } catch (GraftException e) {
            err.println("graft: " + e.getMessage());
            return 1;
        }
    }

    /** What is damaged before it gets here would only lead to files that are not there. */
    private static void requireNames(String[] args) {
        Stream.of(args).forEach(FileNames::requireText);
        Stream.of("user.dir", "user.home").map(System::getProperty).forEach(FileNames::requireText);
    }

    private static Map<String, Class<?>> commands(Class<?>... types) {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        Stream.of(types)
                .forEach(type -> commands.put(type.getAnnotation(Command.class).name(), type));
        return commands;
    }

    /**
     * Knows all commands, or only the one that is called: reading the options of all of them takes longer than many a command
     * runs.
     */
    static CommandLine commandLine(String... args) {
        CommandLine commandLine = new CommandLine(new GraftCommand());
        String first = args.length == 0 ? "" : args[0];
        if (COMMANDS.containsKey(first)) {
            commandLine.addSubcommand(first, COMMANDS.get(first));
        } else if (!first.equals("--version")) {
            COMMANDS.forEach(commandLine::addSubcommand);
        }
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                // An argument that begins with @ is a list of images.
                .setExpandAtFiles(false)
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
