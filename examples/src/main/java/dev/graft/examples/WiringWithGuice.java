package dev.graft.examples;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.util.Modules;
import dev.graft.Graft;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.guice.GraftModule;
import dev.graft.optimizer.Optimizer;
import dev.graft.run.TransferRun;
import jakarta.inject.Inject;
import java.nio.file.Path;

/** Graft wired by Guice, with one part replaced: the reference engine computes instead of the fastest. */
public final class WiringWithGuice {
    private WiringWithGuice() {}

    private static final class ReferenceEngine extends AbstractModule {
        @Provides
        @Singleton
        Engine engine(Engines engines, EngineOptions options) {
            return engines.get("dl4j", options);
        }
    }

    /** A part of an application, which gets Graft and knows nothing of Guice. */
    private static final class Training {
        private final Graft graft;

        @Inject
        Training(Graft graft) {
            this.graft = graft;
        }

        void run(Path images, Path result) {
            System.out.println("Computing: " + graft.engine().describe());
            try (TransferRun run = graft.transfer(graft.images(images))
                    .backbone("simple-cnn")
                    .size(64)
                    .training(2, Optimizer.adam(1e-3), 0)
                    .run()) {
                run.save(result);
            }
        }
    }

    /** @param args the images, and a folder for the result, which does not exist yet */
    public static void main(String[] args) {
        Guice.createInjector(Modules.override(new GraftModule()).with(new ReferenceEngine()))
                .getInstance(Training.class)
                .run(Path.of(args[0]), Path.of(args[1]));
    }
}
