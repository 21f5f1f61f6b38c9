package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.engine.Engines;
import dev.graft.engine.cuda.CudaEngineProvider;
import dev.graft.engine.cuda.nvidia.CudaLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/gpu.md shows can be typed, and {@code engines} says what it shows. */
class GpuDocumentationTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w+)\\n(.*?)^ *```");

    private static Stream<MatchResult> blocks(String kind) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("../docs/gpu.md")))
                .results()
                .filter(block -> block.group(1).equals(kind));
    }

    private static List<String> commands() throws IOException {
        return blocks("sh")
                .flatMap(block -> block.group(2).lines())
                .map(String::strip)
                // Those are tried by the benchmarks' own tests.
                .filter(command -> !command.startsWith("java -jar benchmarks/"))
                .toList();
    }

    @Test
    void everyCommandIsUnderstood() throws IOException {
        List<String> commands = commands();
        assertThat(commands).contains("graft engines", CudaLibraries.INSTALL).hasSizeGreaterThan(6);
        for (String command : commands) {
            if (!command.equals(CudaLibraries.INSTALL)) {
                assertThat(command).startsWith("graft ");
                String[] words = command.substring("graft ".length()).split(" ");
                assertThatCode(() -> GraftCommand.commandLine(words).parseArgs(words))
                        .as(command)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void everyEngineIsListedTheBestFirst() {
        Outcome outcome = Outcome.of("engines");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().map(line -> line.split(" ")[0]))
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of("id"),
                                Engines.load().providers().stream().map(provider -> provider.id()))
                        .toList())
                .contains("cuda", "cpu", "dl4j");
        assertThat(outcome.out()).containsOnlyOnce(" default ").contains("ND4J backend CpuBackend");
    }

    /** Nothing but a line changes on a machine without a GPU. */
    @Test
    void withoutADriverTheProcessorComputes() throws IOException {
        assumeTrue(
                new CudaEngineProvider().probe().reason().contains("driver is missing"), "this machine has a driver");

        String shown = blocks("text").findFirst().orElseThrow().group(2);
        assertThat(Outcome.of("engines").out().lines().map(String::strip))
                .containsAll(shown.lines().map(String::strip).toList());
        for (String engine : List.of("cuda", "cuda:1")) {
            Outcome demanded = Outcome.of("predict", "model.graft", "image.png", "--engine", engine);
            assertThat(demanded.exit()).isEqualTo(1);
            assertThat(demanded.err().strip())
                    .isEqualTo(
                            "graft: Engine 'cuda' is not available: NVIDIA's driver is missing: this machine has neither"
                                    + " libcuda.so.1 nor /dev/nvidiactl");
        }
    }

    @Test
    void theProcessorHasNoNumber() {
        Outcome outcome = Outcome.of("predict", "model.graft", "image.png", "--engine=dl4j:0");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err().strip())
                .isEqualTo("graft: The engine dl4j counts no devices, found 'dl4j:0'. Name it 'dl4j' alone.");
    }
}
