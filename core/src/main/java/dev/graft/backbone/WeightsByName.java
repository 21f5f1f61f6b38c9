package dev.graft.backbone;

import dev.graft.error.GraftException;
import dev.graft.preprocess.Preprocessing;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightsDescriptor;
import dev.graft.weights.WeightsException;
import dev.graft.weights.WeightsUnavailableException;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Weights of a backbone by name:
 *
 * <ul>
 *   <li>the id of published ones, for example {@code imagenet};
 *   <li>{@code default}: the first that are published, or random ones if none are, {@code bundled}: the first that travel in a jar;
 *   <li>{@code random}: none, training from scratch;
 *   <li>anything else: the path of a file. A copy of published weights is recognised by its content and treated as such.
 * </ul>
 *
 * <p>A name goes before a file that is called the same; {@code ./imagenet} is the file.
 */
public final class WeightsByName {
    /** The first published weights of a backbone. */
    public static final String DEFAULT = "default";

    /** The first weights of a backbone that travel in a jar. */
    public static final String BUNDLED = "bundled";

    /** No weights. */
    public static final String RANDOM = "random";

    private final WeightStore store;

    /** @param store where published files are kept */
    @Inject
    public WeightsByName(WeightStore store) {
        this.store = store;
    }

    /**
     * Finds weights; nothing is downloaded before they are prepared or loaded.
     *
     * @throws GraftException if there are none of this name; says which there are
     */
    public BackboneWeights of(BackboneSpec spec, String name) {
        boolean nothingToTransfer = name.equals(DEFAULT) && spec.weights().isEmpty();
        if (name.equals(RANDOM) || nothingToTransfer) {
            return BackboneWeights.random();
        }
        return descriptor(spec, name).map(weights -> published(spec, weights)).orElseGet(() -> file(spec, name));
    }

    /**
     * The published weights that a name stands for.
     *
     * @return empty if it is no name of published weights
     * @throws GraftException if it asks for default or bundled weights and there are none
     */
    public static Optional<WeightsDescriptor> descriptor(BackboneSpec spec, String name) {
        return switch (name) {
            case DEFAULT -> Optional.of(spec.weights().stream().findFirst().orElseThrow(() -> none(spec, "published")));
            case BUNDLED -> Optional.of(spec.bundledWeights().orElseThrow(() -> none(spec, "in a jar")));
            default -> spec.weights().stream().filter(w -> w.id().equals(name)).findFirst();
        };
    }

    private static GraftException none(BackboneSpec spec, String which) {
        return new GraftException("No weights of " + spec.id() + " are " + which + ". Choose "
                + alternatives(spec, Optional.empty()) + ".");
    }

    private BackboneWeights published(BackboneSpec spec, WeightsDescriptor weights) {
        return weights.bundled()
                ? BackboneWeights.bundled(weights)
                : new WithAlternatives(
                        BackboneWeights.published(weights, store), alternatives(spec, Optional.of(weights)));
    }

    private static BackboneWeights file(BackboneSpec spec, String name) {
        Path file = path(name)
                .filter(Files::exists)
                .orElseThrow(() -> new WeightsException("There is no weights file " + name + ", and " + spec.id()
                        + " has no weights of that name. Choose " + alternatives(spec, Optional.empty()) + "."));
        return spec.weights().stream()
                .filter(weights -> Files.isRegularFile(file) && weights.describes(file))
                .findFirst()
                .map(weights -> BackboneWeights.published(weights, file))
                .orElseGet(() -> BackboneWeights.file(file));
    }

    /** Empty if the name can be no path. */
    private static Optional<Path> path(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** What else can be chosen, in words. */
    private static String alternatives(BackboneSpec spec, Optional<WeightsDescriptor> but) {
        List<String> names = spec.weights().stream()
                .filter(weights -> !but.equals(Optional.of(weights)))
                .map(weights -> weights.id() + (weights.bundled() ? " (in the jar)" : " (from the network)"))
                .toList();
        return Stream.concat(names.stream(), Stream.of(RANDOM)).collect(Collectors.joining(", ")) + " or a file";
    }

    /** Says what else there is when weights cannot be had. */
    private record WithAlternatives(BackboneWeights weights, String alternatives) implements BackboneWeights {
        @Override
        public void prepare() {
            orSay(weights::prepare);
        }

        @Override
        public void loadInto(ComputationGraph graph, List<String> layers) {
            orSay(() -> weights.loadInto(graph, layers));
        }

        private void orSay(Runnable action) {
            try {
                action.run();
            } catch (WeightsUnavailableException e) {
                throw new WeightsUnavailableException(
                        e.getMessage() + " Or choose other weights: " + alternatives + ".", e);
            }
        }

        @Override
        public Optional<Preprocessing> preprocessing() {
            return weights.preprocessing();
        }

        @Override
        public String describe() {
            return weights.describe();
        }
    }
}
