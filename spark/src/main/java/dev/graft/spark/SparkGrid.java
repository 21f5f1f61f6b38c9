package dev.graft.spark;

import dev.graft.error.GraftException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * {@code graft grid} on a cluster, as {@code spark-submit} starts it: with the same arguments, and Spark's master. The command
 * line is found as a {@link ToolProvider} of the name {@code graft}.
 */
public final class SparkGrid {
    private static final String MASTER = "--master";

    private SparkGrid() {}

    /** Searches, and ends the process: with 0, with 1 if the search or a trial failed, with 2 for wrong usage. */
    public static void main(String[] arguments) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int exit;
        try {
            exit = run(out, err, System.getProperty("spark.master", ""), arguments);
        } catch (GraftException e) {
            err.println("graft: " + e.getMessage());
            exit = 1;
        }
        out.flush();
        err.flush();
        System.exit(exit);
    }

    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
    }

    /** @param master of Spark; may be empty if the arguments name one */
    static int run(PrintWriter out, PrintWriter err, String master, String... arguments) {
        ToolProvider graft = ServiceLoader.load(ToolProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(tool -> tool.name().equals("graft"))
                .findFirst()
                .orElseThrow(
                        () -> new GraftException("Graft's command line is not on the class path. Give spark-submit its"
                                + " program with --jars, graft.jar and what lies in lib but for slf4j-simple."));
        return graft.run(out, err, all(master, List.of(arguments)));
    }

    private static String[] all(String master, List<String> arguments) {
        boolean named = arguments.stream().anyMatch(each -> each.equals(MASTER) || each.startsWith(MASTER + "="));
        if (!named && master.isEmpty()) {
            throw new GraftException(
                    "No master is named. Start with spark-submit, which names it, or add " + MASTER + ".");
        }
        return Stream.of(List.of("grid"), arguments, named ? List.<String>of() : Arrays.asList(MASTER, master))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }
}
