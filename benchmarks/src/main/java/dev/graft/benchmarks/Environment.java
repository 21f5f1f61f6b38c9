package dev.graft.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What JMH's results do not say: the machine, the system, and what the engines were. */
final class Environment {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Environment() {}

    /** Parameters that make an engine what it is. */
    private record EngineChoice(String id, String threads, String precision) {}

    /** Processor, memory, system and Java of this process. */
    static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processor", processor());
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("memoryMebibytes", memory());
        machine.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        machine.put(
                "java",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                        + System.getProperty("java.vendor"));
        return machine;
    }

    /** As Linux names it; elsewhere the architecture. */
    private static String processor() {
        return value(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch"));
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize() >> 20
                : 0;
    }

    private static Optional<String> value(Path file, String key) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where the environment of results lies: {@code x.json} has {@code x.environment.json} beside it. */
    static Path beside(Path results) {
        String name = results.getFileName().toString();
        String stem = name.endsWith(".json") ? name.substring(0, name.length() - ".json".length()) : name;
        return results.resolveSibling(stem + ".environment.json");
    }

    /**
     * Writes the file beside JMH's results.
     *
     * @param results JMH's list of results
     */
    static void write(Path results) {
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("results", results.getFileName().toString());
        environment.put("written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        environment.put("machine", machine());
        environment.put("engines", engines(results));
        AtomicFile.write(
                beside(results),
                out -> out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(environment)));
    }

    /** Each engine that was measured, with the words that also stand in a training's report. */
    private static List<Map<String, String>> engines(Path results) {
        Set<EngineChoice> choices = new LinkedHashSet<>();
        try {
            for (JsonNode result : JSON.readTree(results.toFile())) {
                JsonNode parameters = result.path("params");
                if (parameters.has("engine") && parameters.has("threads") && parameters.has("precision")) {
                    choices.add(new EngineChoice(
                            parameters.get("engine").asText(),
                            parameters.get("threads").asText(),
                            parameters.get("precision").asText()));
                } else if (parameters.path("device").asText().matches("\\d+")) {
                    // A step on a GPU: threads of the processor have no part in it.
                    choices.add(new EngineChoice(
                            "cuda:" + parameters.get("device").asText(),
                            "1",
                            parameters.path("precision").asText()));
                }
            }
        } catch (IOException e) {
            throw new GraftException("JMH's results " + results + " cannot be read (" + e.getMessage() + ").", e);
        }
        List<Map<String, String>> engines = new ArrayList<>();
        for (EngineChoice choice : choices) {
            Map<String, String> engine = new LinkedHashMap<>();
            engine.put("engine", choice.id);
            engine.put("threads", choice.threads);
            engine.put("precision", choice.precision);
            engine.put("description", describe(choice));
            engines.add(engine);
        }
        return engines;
    }

    private static String describe(EngineChoice choice) {
        EngineOptions options =
                new EngineOptions(Integer.parseInt(choice.threads), EngineCase.precision(choice.precision));
        return Engines.load().get(choice.id, options).describe();
    }
}
