package dev.graft.io;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds implementations of the library's interfaces on the class path. */
public final class Services {
    private static final Logger log = LoggerFactory.getLogger(Services.class);

    private Services() {}

    /**
     * What the thread's class loader finds, and the library's own, which an application server or a thread pool may have left
     * out. Each class once; a broken provider is logged and does not hide the others.
     *
     * @param check throws for a provider that is broken although it could be made
     */
    public static <T> Collection<T> found(Class<T> service, Consumer<T> check) {
        Map<Class<?>, T> byClass = new LinkedHashMap<>();
        for (ServiceLoader<T> loader :
                List.of(ServiceLoader.load(service), ServiceLoader.load(service, service.getClassLoader()))) {
            intact(loader, check).forEach(provider -> byClass.putIfAbsent(provider.getClass(), provider));
        }
        return List.copyOf(byClass.values());
    }

    /**
     * Lets each do its part, in order.
     *
     * @throws GraftException for what one throws, with its class; those after it are not asked
     */
    public static <T> void each(Iterable<T> providers, Consumer<T> part) {
        for (T provider : providers) {
            try {
                part.accept(provider);
            } catch (RuntimeException e) {
                String cause = e instanceof GraftException ? e.getMessage() : e.toString();
                throw new GraftException(provider.getClass().getName() + " failed: " + cause, e);
            }
        }
    }

    /** Those that can be made and pass a check; the others are logged. */
    public static <T> List<T> intact(Iterable<T> providers, Consumer<T> check) {
        List<T> found = new ArrayList<>();
        Iterator<T> iterator = providers.iterator();
        while (true) {
            try {
                if (!iterator.hasNext()) {
                    return found;
                }
                T provider = iterator.next();
                check.accept(provider);
                found.add(provider);
            } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                log.warn("A provider could not be loaded and is left out: {}", e.getMessage(), e);
            }
        }
    }
}
