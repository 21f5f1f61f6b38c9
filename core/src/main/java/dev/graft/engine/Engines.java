package dev.graft.engine;

import dev.graft.error.GraftException;
import dev.graft.io.Services;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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
            String reason = availability.reason();
            if (availability.available()) {
                try {
                    return provider.create(options);
                } catch (GraftException e) {
                    // It may be of use for other options, or be used up by somebody else.
                    reason = String.valueOf(e.getMessage());
                }
            }
            log.info("Engine {} is not available: {}", provider.id(), reason);
            reasons.append(' ').append(provider.id()).append(": ").append(reason);
            reasons.append(reason.endsWith(".") ? "" : ".");
        }
        throw new GraftException("No engine is available." + reasons);
    }

    /**
     * The engine of a name: an id, or an id and the number of a device, as in {@code cuda:1}.
     *
     * @throws GraftException if it does not exist, is not available, or more than one device is named
     */
    public Engine get(String name, EngineOptions options) {
        EngineName parsed = EngineName.of(name);
        EngineProvider provider = available(parsed);
        List<EngineOptions> each = parsed.options(options, devices(parsed, provider));
        if (each.size() > 1) {
            throw new GraftException("Engine '" + name + "' names " + each.size() + " devices, expected one, as in "
                    + parsed.id() + ":0. Only searches use several.");
        }
        return provider.create(each.get(0));
    }

    /**
     * The engines of a name, one for each device that it names: {@code cuda:0,1}, {@code cuda:all}, or a name that {@link #get}
     * takes.
     *
     * @throws GraftException if one does not exist or is not available
     */
    public List<Engine> all(String name, EngineOptions options) {
        EngineName parsed = EngineName.of(name);
        EngineProvider provider = available(parsed);
        return parsed.options(options, devices(parsed, provider)).stream()
                .map(provider::create)
                .toList();
    }

    /**
     * The first of {@link #all}; the others are not made.
     *
     * @throws GraftException as there
     */
    public Engine first(String name, EngineOptions options) {
        EngineName parsed = EngineName.of(name);
        EngineProvider provider = available(parsed);
        return provider.create(
                parsed.options(options, devices(parsed, provider)).get(0));
    }

    /**
     * How many engines {@link #all} makes of a name; none is made.
     *
     * @throws GraftException as there
     */
    public int count(String name) {
        EngineName parsed = EngineName.of(name);
        return parsed.options(EngineOptions.defaults(), devices(parsed, available(parsed)))
                .size();
    }

    private static OptionalInt devices(EngineName name, EngineProvider provider) {
        return name.devices().isEmpty() ? OptionalInt.empty() : provider.devices();
    }

    private EngineProvider available(EngineName name) {
        EngineProvider provider = providers.stream()
                .filter(p -> p.id().equals(name.id()))
                .findFirst()
                .orElseThrow(() -> new GraftException("There is no engine '" + name.id() + "'. At hand: "
                        + providers.stream().map(EngineProvider::id).collect(Collectors.joining(", ")) + "."));
        Availability availability = provider.probe();
        if (!availability.available()) {
            throw new GraftException("Engine '" + name.id() + "' is not available: " + availability.reason());
        }
        return provider;
    }
}
