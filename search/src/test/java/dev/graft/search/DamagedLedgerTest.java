package dev.graft.search;

import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.io.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedLedgerTest {
    @TempDir
    Path directory;

    @Test
    void damagedLedgersAreReadOrRefused() throws IOException {
        Path folder = directory.resolve("ledger");
        SearchSpace space = SearchSpace.builder()
                .backbones("tiny")
                .unfrozen("0")
                .learningRates(0.01)
                .epochs(2)
                .build();
        SearchFixture.search(TinyPictures.write(directory.resolve("pictures"), 24), SearchFixture.executor(directory))
                .space(space)
                .run(folder);
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            new Mutations(128 << 20, Mutations.COUNT / files.size())
                    .check(folder.relativize(file).toString(), random -> Mutations.json(good, random), content -> {
                        Files.write(file, content);
                        Ledger ledger = Ledger.read(folder);
                        for (Trial trial : ledger.trials()) {
                            ledger.state(trial.address());
                            ledger.result(trial.address());
                        }
                    });
            Files.write(file, good);
        }
    }
}
