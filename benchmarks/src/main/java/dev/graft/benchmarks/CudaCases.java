package dev.graft.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What JMH's options choose of {@link CudaTrainingStepBenchmark}.
 *
 * @param all its cases; none if other benchmarks alone are chosen
 * @param alone whether no other benchmark is chosen
 */
record CudaCases(List<Words> all, boolean alone) {
    /** Parameters of a case, as on the command line. */
    record Words(Map<String, String> parameters) {
        /** @throws dev.graft.error.GraftException if there is no such backbone or precision, or a number is none */
        EngineCase chosen() {
            return EngineCase.of(
                    "cuda",
                    of("backbone"),
                    of("unfrozen"),
                    EngineCase.number("images", of("batch")),
                    of("size"),
                    1,
                    of("precision"));
        }

        private String of(String name) {
            return parameters.getOrDefault(name, "");
        }

        /** Whether the processor shall take the GPU's place. */
        boolean simulated() {
            return of("device").startsWith(CudaTrainingStepBenchmark.SIMULATED);
        }
    }

    static CudaCases of(CommandLineOptions options) {
        Collection<BenchmarkListEntry> chosen = BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        options.getIncludes(),
                        options.getExcludes());
        List<BenchmarkListEntry> own = chosen.stream()
                .filter(entry -> entry.getUserClassQName().equals(CudaTrainingStepBenchmark.class.getName()))
                .toList();
        // Its methods have the same parameters.
        return new CudaCases(
                own.isEmpty() ? List.of() : combinations(own.get(0), options), own.size() == chosen.size());
    }

    private static List<Words> combinations(BenchmarkListEntry entry, CommandLineOptions options) {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Map.Entry<String, String[]> parameter :
                entry.getParams().orElse(Map.of()).entrySet()) {
            Collection<String> values = options.getParameter(parameter.getKey()).orElse(List.of(parameter.getValue()));
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> before : combinations) {
                for (String value : values) {
                    Map<String, String> with = new LinkedHashMap<>(before);
                    with.put(parameter.getKey(), value);
                    longer.add(with);
                }
            }
            combinations = longer;
        }
        return combinations.stream().map(Words::new).toList();
    }
}
