package dev.graft.engine.dl4j;

import dev.graft.engine.Availability;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.EngineProvider;
import org.nd4j.linalg.factory.Nd4j;

/** Offers the reference engine. */
public final class Dl4jEngineProvider implements EngineProvider {
    @Override
    public String id() {
        return Dl4jEngine.ID;
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability probe() {
        try {
            OneDnnHelpers.enable();
            return Availability.yes(
                    "ND4J backend " + Nd4j.getBackend().getClass().getSimpleName());
        } catch (Throwable e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return Availability.no("ND4J does not load its native library (" + root
                    + "). The artifact org.nd4j:nd4j-native with the classifier of this platform must be present");
        }
    }

    @Override
    public Engine create(EngineOptions options) {
        return new Dl4jEngine(options);
    }
}
