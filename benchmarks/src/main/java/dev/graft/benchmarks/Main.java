package dev.graft.benchmarks;

import dev.graft.engine.Availability;
import dev.graft.engine.cuda.CudaEngineProvider;
import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * JMH's own program, the environment beside results in JSON, and plans for GPUs where there is none.
 *
 * <p>{@code --gpu NAME} prints the plans of {@link CudaTrainingStepBenchmark} and what follows for that GPU, and measures
 * nothing.
 */
public final class Main {
    /** JMH's name for results if none is given. */
    private static final String RESULTS = "jmh-result.json";

    private static final String GPU = "--gpu";

    private Main() {}

    /** Takes JMH's options and {@code --gpu}. */
    public static void main(String[] args) throws IOException {
        List<String> words = new ArrayList<>(List.of(args));
        try {
            if (printsPlans(System.out, () -> new CudaEngineProvider().probe(), words)) {
                return;
            }
        } catch (GraftException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        String[] left = words.toArray(String[]::new);
        org.openjdk.jmh.Main.main(left);
        Optional<Path> results = results(left).filter(Files::exists);
        if (results.isPresent()) {
            Environment.write(results.get());
            System.out.println("Machine and engines are described in " + Environment.beside(results.get()));
        }
    }

    /**
     * Prints plans if they are all that can be told: a GPU is named, or benchmarks that need one are chosen alone and there is
     * none. If others are chosen, too, those that need one are left out.
     *
     * @param gpu whether one can be used
     * @param words of the command line; are those for JMH afterwards
     * @return whether nothing is left to be done
     * @throws GraftException if there is no such GPU
     */
    static boolean printsPlans(PrintStream out, Supplier<Availability> gpu, List<String> words) {
        Optional<KnownGpu> named = named(words);
        CudaCases cases = cases(words);
        if (named.isPresent()) {
            new CudaPlans(named.get(), out).print(cases);
            return true;
        } else if (cases.all().stream().allMatch(CudaCases.Words::simulated)) {
            return false;
        }
        Availability found = gpu.get();
        if (!found.available() && cases.alone()) {
            new CudaPlans(KnownGpu.H200, out).print(cases);
            out.printf("%nNo GPU was there, so nothing was measured: %s.%n", found.reason());
            return true;
        } else if (!found.available()) {
            String name = CudaTrainingStepBenchmark.class.getSimpleName();
            out.printf("No GPU is there, so %s is left out: %s.%n", name, found.reason());
            words.addAll(List.of("-e", name));
        }
        return false;
    }

    private static Optional<KnownGpu> named(List<String> words) {
        int at = words.indexOf(GPU);
        if (at < 0) {
            return Optional.empty();
        }
        words.remove(at);
        return Optional.of(KnownGpu.of(at < words.size() ? words.remove(at) : ""));
    }

    /** None if JMH is asked for something else than to measure. */
    private static CudaCases cases(List<String> words) {
        try {
            CommandLineOptions options = new CommandLineOptions(words.toArray(String[]::new));
            boolean asks = options.shouldHelp()
                    || options.shouldList()
                    || options.shouldListWithParams()
                    || options.shouldListProfilers()
                    || options.shouldListResultFormats();
            return asks ? new CudaCases(List.of(), false) : CudaCases.of(options);
        } catch (CommandLineOptionException e) {
            // JMH will say so itself.
            return new CudaCases(List.of(), false);
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
