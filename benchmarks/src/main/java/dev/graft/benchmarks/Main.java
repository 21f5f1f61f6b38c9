package dev.graft.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** JMH's own program, and the environment beside results in JSON. */
public final class Main {
    /** JMH's name for results if none is given. */
    private static final String RESULTS = "jmh-result.json";

    private Main() {}

    /** Takes JMH's options. */
    public static void main(String[] args) throws IOException {
        org.openjdk.jmh.Main.main(args);
        Optional<Path> results = results(args).filter(Files::exists);
        if (results.isPresent()) {
            Environment.write(results.get());
            System.out.println("Machine and engines are described in " + Environment.beside(results.get()));
        }
    }

    /** Where results in JSON were written. */
    static Optional<Path> results(String... args) {
        try {
            CommandLineOptions options = new CommandLineOptions(args);
            boolean json = options.getResultFormat().hasValue()
                    && options.getResultFormat().get() == ResultFormatType.JSON;
            return json ? Optional.of(Path.of(options.getResult().orElse(RESULTS))) : Optional.empty();
        } catch (CommandLineOptionException e) {
            // JMH has said so itself.
            return Optional.empty();
        }
    }
}
