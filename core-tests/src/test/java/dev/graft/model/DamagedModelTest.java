package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.provenance.Provenance;
import dev.graft.testkit.io.Mutations;
import dev.graft.testkit.io.ZipContent;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedModelTest {
    @TempDir
    Path directory;

    @Test
    void damagedModelsAreReadOrRefused() {
        Path file = directory.resolve("model.graft");
        ModelFile.save(
                new ModelFile.Saved(
                        TestModels.tiny(new TinyBackbone(0.2), 9),
                        new Provenance(Map.of("data", Map.of("images", 24, "source", "x"))),
                        new Calibration(1.5, 20),
                        Optional.of(new InputProfile(
                                9,
                                32,
                                64,
                                0,
                                new InputProfile.Range(100, 5),
                                new InputProfile.Range(30, 2),
                                new SeenImages("c2Vlbjo=")))),
                file);
        ZipContent good = ZipContent.of(file);

        Mutations.Outcome outcome = new Mutations(32 << 20)
                .check("model", random -> Mutations.zip(good, random), content -> {
                    Files.write(file, content);
                    ModelFile.load(file).model().close();
                });

        // Else most of the damage would not be any.
        assertThat(outcome.refused()).isGreaterThan(Mutations.COUNT / 2);
    }
}
