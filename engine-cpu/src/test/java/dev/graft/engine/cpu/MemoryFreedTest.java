package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.vgg.Vgg16;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Models and sessions give their memory back when they are closed, without waiting for the garbage collector. */
@EnabledOnOs(OS.LINUX)
class MemoryFreedTest {
    private static final int ROUNDS = 6;
    /** Mebibytes of VGG16's parameters; a round holds them seven times. */
    private static final long PARAMETERS = 57;

    /** All that was closed. It is held here so that only closing can have freed it. */
    private final List<Object> closed = new ArrayList<>();

    private final Engine engine = new CpuEngine(new EngineOptions(2));

    @Test
    void byModelsAndSessions() throws IOException {
        round();
        long before = resident();

        for (int i = 0; i < ROUNDS; i++) {
            round();
        }

        // Java's heap may grow by a few copies, too.
        assertThat(resident() - before).as("growth in MiB").isLessThan(ROUNDS * PARAMETERS);
    }

    private void round() {
        try (TransferModel model = TransferModel.on(new Vgg16())
                .size(32)
                .classes(List.of("a", "b"))
                .build()) {
            ResolvedFreeze freeze = model.resolve(FreezePolicy.allTrainable());
            FrozenPrefix prefix = model.frozenPrefix(freeze);
            INDArray images = Nd4j.ones(2, 3, 32, 32);
            INDArray labels = Nd4j.eye(2);
            try (InferenceSession features = engine.inference(model.graph(), prefix.cut());
                    InferenceSession whole = engine.inference(model.graph(), List.of(model.featureLayer()));
                    TrainingSession session =
                            engine.training(model.graph(), prefix, freeze, model.headLayers(), Optimizer.adam(1e-4))) {
                whole.run(images);
                session.step(features.run(images), labels);
                closed.addAll(List.of(model, features, whole, session));
            }
        }
    }

    /** Mebibytes. */
    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }
}
