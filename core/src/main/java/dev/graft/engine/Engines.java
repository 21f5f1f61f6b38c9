package dev.graft.engine;

import dev.graft.error.GraftException;
import dev.graft.io.Services;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines at hand. Immutable. */
public final class Engines {
    private static final Logger log = LoggerFactory.getLogger(Engines.class);

    private final List<EngineProvider> providers;

    /**
     * Engines of given providers.
     *
     * @throws GraftException if two share an id
     */
    public Engines(Collection<? extends EngineProvider> providers) {
        Map<String, EngineProvider> byId = new HashMap<>();
        for (EngineProvider provider : providers) {
            EngineProvider other = byId.putIfAbsent(provider.id(), provider);
            if (other != null) {
                throw new GraftException("Two engines share the id '" + provider.id() + "': "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName()
                        + ". Remove one of their modules from the class path.");
            }
        }
        this.providers = providers.stream()
                .sorted(Comparator.comparingInt(EngineProvider::priority)
                        .reversed()
                        .thenComparing(EngineProvider::id))
                .collect(Collectors.toUnmodifiableList());
    }

    /** All engines that {@link ServiceLoader} finds; a broken provider is logged and does not hide the others. */
    public static Engines load() {
        return new Engines(Services.found(EngineProvider.class, EngineProvider::id));
    }

    /** Every provider, the preferred one first. */
    public List<EngineProvider> providers() {
        return providers;
    }

    /**
     * The available engine of the highest priority.
     *
     * @throws GraftException if none is available, with each one's reason
     */
    public Engine best(EngineOptions options) {
        StringBuilder reasons = new StringBuilder();
        for (EngineProvider provider : providers) {
            Availability availability = provider.probe();
            if (availability.available()) {
                return provider.create(options);
            }
            log.info("Engine {} is not available: {}", provider.id(), availability.reason());
            reasons.append(' ')
                    .append(provider.id())
                    .append(": ")
                    .append(availability.reason())
                    .append('.');
        }
        throw new GraftException("No engine is available." + reasons);
    }

    /**
     * The engine of an id.
     *
     * @throws GraftException if it does not exist or is not available
     */
    public Engine get(String id, EngineOptions options) {
        EngineProvider provider = providers.stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new GraftException("There is no engine '" + id + "'. At hand: "
                        + providers.stream().map(EngineProvider::id).collect(Collectors.joining(", ")) + "."));
        Availability availability = provider.probe();
        if (!availability.available()) {
            throw new GraftException("Engine '" + id + "' is not available: " + availability.reason());
        }
        return provider.create(options);
    }
}
