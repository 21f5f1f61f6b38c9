package dev.graft.benchmarks;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.engine.Precision;
import dev.graft.engine.compiled.EngineProfile;
import dev.graft.engine.cpu.CpuEngine;
import dev.graft.error.GraftException;
import dev.graft.freeze.FreezePolicy;
import dev.graft.model.TransferModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What is measured: an engine at work on a backbone. Weights and pixels are random; times do not depend on them.
 *
 * @param engine id
 * @param backbone what the head stands on
 * @param unfrozen number of last layers that learn
 * @param batch images of a batch
 * @param size side of the images in pixels
 * @param options threads and precision
 */
record EngineCase(String engine, Backbone backbone, int unfrozen, int batch, int size, EngineOptions options) {
    private static final String COMPILED = "cpu";
    private static final List<String> CLASSES = List.of("a", "b");

    /**
     * From the words of a command line.
     *
     * @param unfrozen a number of layers, or {@code all}
     * @param size a number of pixels, or {@code default}: the one that the backbone was designed for
     * @param precision {@code f32}, {@code tf32} or {@code bf16}
     * @throws GraftException if there is no such backbone or precision, or a number is none
     */
    static EngineCase of(
            String engine, String backbone, String unfrozen, int batch, String size, int threads, String precision) {
        Backbone found = BackboneRegistry.load().get(backbone);
        return new EngineCase(
                engine,
                found,
                unfrozen.equals("all") ? found.spec().layers() : number("layers", unfrozen),
                batch,
                size.equals("default") ? found.spec().defaultSize() : number("pixels", size),
                new EngineOptions(threads, precision(precision)));
    }

    /** The precision of a name. */
    static Precision precision(String name) {
        for (Precision precision : Precision.values()) {
            if (precision.name().toLowerCase(Locale.ROOT).equals(name)) {
                return precision;
            }
        }
        throw new GraftException("There is no precision '" + name + "', expected f32, tf32 or bf16.");
    }

    /**
     * A number of something.
     *
     * @throws GraftException if it is none
     */
    static int number(String of, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new GraftException("A number of " + of + " was expected, found '" + text + "'.", e);
        }
    }

    /**
     * The engine.
     *
     * @param profile what its operations are timed by, if anything
     * @throws GraftException if it is not available, does not compute in the precision or cannot be profiled
     */
    Engine create(Optional<EngineProfile> profile) {
        Engine plain = Engines.load().get(engine, options);
        if (profile.isEmpty()) {
            return plain;
        }
        if (!engine.equals(COMPILED)) {
            throw new GraftException("Operations of the engine cpu alone can be profiled here, found '" + engine
                    + "'. Profile with -p engine=cpu, or cuda by CudaTrainingStepBenchmark.");
        }
        return new CpuEngine(options, profile.get());
    }

    /** Backbone and a head of two classes. */
    TransferModel model() {
        return TransferModel.on(backbone).size(size).classes(CLASSES).build();
    }

    /** Which layers learn. */
    FreezePolicy freeze() {
        return FreezePolicy.lastLayers(unfrozen);
    }

    /** A batch of noise. */
    INDArray images() {
        return Nd4j.rand(batch, 3, size, size).muli(255);
    }

    /** One class after the other. */
    INDArray labels() {
        INDArray labels = Nd4j.zeros(batch, CLASSES.size());
        for (int i = 0; i < batch; i++) {
            labels.putScalar(i, i % CLASSES.size(), 1);
        }
        return labels;
    }
}
