package dev.graft.benchmarks;

import dev.graft.Graft;
import dev.graft.model.ModelFile;
import dev.graft.model.TransferModel;
import dev.graft.provenance.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What saving a model and opening it again takes, the disk's part included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ModelFileBenchmark {
    /** Id of the backbone. */
    @Param({"deep-cnn", "efficientnet-b0", "resnet50"})
    public String backbone;

    private Path folder;
    private Path file;
    private TransferModel model;

    /** Builds the model with random weights and saves it once. */
    @Setup
    public void build() throws IOException {
        folder = Files.createTempDirectory("graft-model-file");
        file = folder.resolve("model.graft");
        model = TransferModel.on(Graft.create().backbones().get(backbone))
                .classes(List.of("healthy", "stroke"))
                .build();
        save();
    }

    /** The file replaces the one before. */
    @Benchmark
    public void save() {
        ModelFile.save(model, new Provenance(Map.of()), file);
    }

    /** Ready to predict, but for what an engine prepares. */
    @Benchmark
    public String load() {
        try (TransferModel loaded = ModelFile.load(file).model()) {
            return loaded.description().backbone();
        }
    }

    /** Removes the file. */
    @TearDown
    public void remove() throws IOException {
        model.close();
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
    }
}
