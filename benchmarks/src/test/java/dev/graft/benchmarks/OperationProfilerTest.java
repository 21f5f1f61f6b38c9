package dev.graft.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.error.GraftException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The profiler within JMH, in a process of its own, on the smallest images. */
class OperationProfilerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private ChainedOptionsBuilder step() {
        return new OptionsBuilder()
                .include("TrainingStepBenchmark.wholeStep")
                .param("backbone", "efficientnet-b0")
                .param("unfrozen", "20")
                .param("batch", "2")
                .param("size", "32")
                .param("threads", "1")
                .forks(1)
                .warmupIterations(0)
                .measurementIterations(2)
                .measurementTime(TimeValue.milliseconds(50))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(folder.resolve("results.json").toString());
    }

    @Test
    void everyOperationIsInTheFileAndPhasesAreAmongTheResults() throws Exception {
        Path profile = folder.resolve("profile.json");
        RunResult result = new Runner(step().addProfiler(OperationProfiler.class, "clock=processor;file=" + profile)
                        .build())
                .runSingle();
        assertThat(result.getSecondaryResults().keySet())
                .contains(
                        "·phase forward",
                        "·phase backward weights",
                        "·phase backward data roofline",
                        "·phase between operations",
                        "·operation Adam",
                        "·profile");
        assertThat(result.getSecondaryResults().get("·profile").extendedInfo())
                .contains("longest operations")
                .contains("processor clock");

        JsonNode entries = JSON.readTree(profile.toFile());
        assertThat(entries).hasSize(1);
        JsonNode entry = entries.get(0);
        assertThat(entry.get("params").get("unfrozen").asText()).isEqualTo("20");
        assertThat(entry.get("machine").get("processors").asInt()).isPositive();
        assertThat(entry.get("limits").get("gigaflops").asDouble()).isPositive();
        assertThat(entry.get("limits").get("gigabytes").asDouble()).isPositive();
        long calls = entry.get("invocations").asLong();
        double nanoseconds = 0;
        Set<JsonNode> operations = new HashSet<>();
        for (JsonNode time : entry.get("operations")) {
            assertThat(operations.add(time.get("operation")))
                    .as(time.toString())
                    .isTrue();
            assertThat(time.get("runs").asLong()).as(time.toString()).isEqualTo(calls);
            nanoseconds += time.get("nanoseconds").asDouble();
        }
        double between = entry.get("millisecondsBetweenOperations").asDouble();
        assertThat(between).isPositive();
        assertThat(entry.get("milliseconds").asDouble()).isCloseTo(nanoseconds / calls / 1e6 + between, within(1e-6));
    }

    @Test
    void resultsHaveTheirEnvironmentBesideThem() throws Exception {
        Path results = folder.resolve("results.json");
        Files.writeString(
                results,
                "[{\"params\": {\"engine\": \"cpu\", \"threads\": \"1\", \"precision\": \"f32\"}},"
                        + " {\"params\": {\"engine\": \"cpu\", \"threads\": \"1\", \"precision\": \"f32\"}},"
                        + " {\"params\": {\"engine\": \"dl4j\", \"threads\": \"2\", \"precision\": \"f32\"}},"
                        + " {\"params\": {\"size\": \"160\"}}, {}]");
        assertThat(Main.results("-rf", "json", "-rff", results.toString())).contains(results);
        assertThat(Main.results("-rf", "json")).contains(Path.of("jmh-result.json"));
        assertThat(Main.results("-rff", results.toString())).isEmpty();

        Environment.write(results);
        JsonNode environment =
                JSON.readTree(folder.resolve("results.environment.json").toFile());
        assertThat(environment.get("results").asText()).isEqualTo("results.json");
        assertThat(environment.get("machine").fieldNames())
                .toIterable()
                .containsExactly("processor", "processors", "memoryMebibytes", "system", "java");
        JsonNode engines = environment.get("engines");
        assertThat(engines).hasSize(2);
        assertThat(engines.get(0).get("description").asText())
                .contains("cpu, float32")
                .contains("1 threads");
        assertThat(engines.get(1).get("description").asText()).contains("dl4j").contains("2 threads");
    }

    @Test
    void aCaseMeasuredAgainTakesItsOldPlace() throws Exception {
        Path file = folder.resolve("profiles.json");
        ProfileSummary summary = new ProfileTotals().summary(new Roofline(1, 1), 0);
        for (String batch : new String[] {"1", "2", "1"}) {
            ProfileFile.add(file, "step", Map.of("batch", batch), "wall", summary, List.of());
        }
        JsonNode entries = JSON.readTree(file.toFile());
        assertThat(entries.findValuesAsText("batch")).containsExactly("2", "1");

        Files.writeString(file, "no list");
        assertThatThrownBy(() -> ProfileFile.add(file, "step", Map.of(), "wall", summary, List.of()))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("is no list of profiles");
        assertThat(file).hasContent("no list");
    }
}
