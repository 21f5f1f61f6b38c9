package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.engine.Precision;
import dev.graft.result.ResultFiles;
import dev.graft.result.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --precision}: it reaches engines, is recorded, and results of two precisions never meet. */
class PrecisionOptionTest {
    @TempDir
    static Path directory;

    private static Path images;

    @BeforeAll
    static void draw() {
        images = Pictures.phantom(directory.resolve("images"));
    }

    /** bfloat16 is refused where the processor has no instructions for it. */
    private static void assumeBfloat16() {
        assumeThatCode(() -> Engines.load().get("cpu", new EngineOptions(1, Precision.BF16)))
                .doesNotThrowAnyException();
    }

    private static TrainingResult train(String output, String precision, Path cache) {
        Outcome outcome = Outcome.train(
                images,
                directory.resolve(output),
                "--engine",
                "cpu",
                "--precision",
                precision,
                "--feature-cache",
                cache,
                "--fine-tune-epochs",
                0);
        assertThat(outcome.err()).isEmpty();
        return ResultFiles.read(directory.resolve(output).resolve("result.json"));
    }

    private static List<Double> losses(TrainingResult result) {
        return result.history().epochs().stream()
                .map(epoch -> epoch.validationLoss())
                .toList();
    }

    @Test
    void trainingsOfTwoPrecisionsShareNoFeaturesAndCanBeRepeated() throws IOException {
        assumeBfloat16();
        Path shared = directory.resolve("shared");
        TrainingResult single = train("single", "f32", shared);
        TrainingResult half = train("half", "bf16", shared);
        TrainingResult alone = train("alone", "BF16", directory.resolve("own"));

        assertThat(losses(half)).isEqualTo(losses(alone)).isNotEqualTo(losses(single));
        assertThat(Files.readString(directory.resolve("half/report.html"))).contains("bfloat16");
        assertThat(Files.readString(directory.resolve("single/report.html")))
                .contains("float32")
                .doesNotContain("bfloat16");

        Outcome again = Outcome.of("reproduce", directory.resolve("half/result.json"));
        assertThat(again.err()).isEmpty();
        assertThat(again.out()).contains("All numbers are equal.");
    }

    @Test
    void aLedgerKeepsToItsPrecision() throws IOException {
        assumeBfloat16();
        Path space = Files.writeString(
                directory.resolve("space.yaml"), "{backbone: efficientnet-b0, weights: ifs1000, size: 32, epochs: 1}");
        Path ledger = directory.resolve("ledger");
        Object[] half = {
            "grid", images, "--space=" + space, "--ledger=" + ledger, "--threads=2", "--engine=cpu", "--precision=bf16"
        };
        assertThat(Outcome.of(half).err()).isEmpty();
        assertThat(Files.readString(ledger.resolve("report.html"))).contains("bfloat16");

        Object[] single = half.clone();
        single[6] = "--precision=f32";
        Outcome refused = Outcome.of(single);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("belongs to another experiment", "engine: cpu, bfloat16", "cpu, float32")
                .contains("precision of the beginning");
    }

    @Test
    void theReferenceRefusesBfloat16InOneLine() {
        Outcome outcome =
                Outcome.train(images, directory.resolve("refused"), "--engine", "dl4j", "--precision", "bf16");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err().strip())
                .isEqualTo("graft: The engine dl4j computes in float32 only, found bfloat16."
                        + " Choose the engine cpu, or float32.");
        assertThat(directory.resolve("refused")).doesNotExist();
    }
}
