package dev.graft.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * What a call of the command line did.
 *
 * @param exit exit code
 * @param out standard output
 * @param err standard error
 */
record Outcome(int exit, String out, String err) {
    /** Calls the command line in this process. */
    static Outcome of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = GraftCommand.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int exit = commandLine.execute(Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
        return new Outcome(exit, out.toString(), err.toString());
    }

    /** Calls {@code train} with settings that make it fast, if not given; two threads on every machine. */
    static Outcome train(Path images, Path output, Object... more) {
        Map<Object, Object> options = new LinkedHashMap<>(Map.of(
                "--output",
                output,
                "--weights",
                "ifs1000",
                "--size",
                32,
                "--epochs",
                3,
                "--fine-tune-epochs",
                2,
                "--threads",
                2));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        List<Object> arguments = new ArrayList<>(List.of("train", images));
        options.forEach((name, value) -> arguments.add(name + "=" + value));
        return of(arguments.toArray());
    }
}
