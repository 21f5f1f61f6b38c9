package dev.graft.spark;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.error.GraftException;
import dev.graft.model.ModelFile;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.spark.broadcast.Broadcast;

/**
 * A model file that travels with a job, so that nothing need be copied to executors by hand.
 *
 * @param sha256 of its bytes
 * @param bytes of the file
 * @param threads of the engine
 * @param engine its name; empty for the best
 */
record SharedModel(String sha256, Broadcast<byte[]> bytes, int threads, String engine) implements Serializable {
    /** What an executor opens once. */
    record Opened(String sha256, int threads, String engine, String use) {}

    static String hash(byte[] model) {
        return DigestUtils.sha256Hex(model);
    }

    /** Names what it is opened for. @param use equal for equal objects made of it */
    Opened opened(String use) {
        return new Opened(sha256, threads, engine, use);
    }

    Engine engineHere() {
        EngineOptions options = new EngineOptions(threads);
        String name = TaskSetup.engineName(engine, ExecutorTrials.device());
        return name.isEmpty() ? Engines.load().best(options) : Engines.load().get(name, options);
    }

    /**
     * Reads a model file from wherever Hadoop reaches.
     *
     * @throws GraftException if it is not there
     */
    static byte[] read(String file, Configuration hadoop) {
        if (file.endsWith(".json")) {
            throw new GraftException(
                    "Found " + file + ", which looks like an ensemble. Expected one model file; score with"
                            + " each member, or average its members into a soup.");
        }
        try {
            var path = new org.apache.hadoop.fs.Path(file);
            try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
                return in.readAllBytes();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new GraftException(
                    "The model file " + file + " cannot be read (" + e
                            + "). Name a model.graft that the driver can reach.",
                    e);
        }
    }

    /** Opens a model and does something with it. */
    static <T> T with(byte[] model, Function<ModelFile.Saved, T> what) {
        try {
            Path file = Files.createTempFile("graft-", ".graft");
            try {
                Files.write(file, model);
                try (ModelFile.Saved saved = ModelFile.load(file)) {
                    return what.apply(saved);
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The model could not be put into the folder for temporary files", e);
        }
    }
}
