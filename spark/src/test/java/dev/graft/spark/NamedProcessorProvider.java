package dev.graft.spark;

import dev.graft.engine.Availability;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.EngineProvider;
import dev.graft.engine.Engines;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** Computes as {@code cpu} does, and says to do so on the processor that an environment variable names. */
public final class NamedProcessorProvider implements EngineProvider {
    static final String ID = "named";
    static final String PROCESSOR = "GRAFT_TEST_PROCESSOR";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int priority() {
        return -1;
    }

    @Override
    public Availability probe() {
        return Availability.yes("for tests");
    }

    @Override
    public Engine create(EngineOptions options) {
        Engine engine = Engines.load().get("cpu", options);
        String processor = Optional.ofNullable(System.getenv(PROCESSOR)).orElse("usual");
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("describe")) {
                        return "computed on the " + processor + " processor";
                    }
                    try {
                        return method.invoke(engine, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
