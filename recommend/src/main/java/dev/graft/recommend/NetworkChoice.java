package dev.graft.recommend;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.backbone.WeightsByName;
import dev.graft.error.GraftException;
import dev.graft.preprocess.Preprocessing;
import dev.graft.search.ResolvedWeights;
import dev.graft.search.SearchTools;
import dev.graft.weights.WeightsDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The networks to look at.
 *
 * @param networks at least one
 * @param leftOut backbones that published weights exist for, of which none are at hand
 * @param withoutWeights backbones that nobody published weights for
 */
record NetworkChoice(List<Network> networks, List<String> leftOut, List<String> withoutWeights) {
    /** @throws GraftException if there is none, or a name is unknown */
    static NetworkChoice of(SearchTools tools, RecommendOptions options) {
        Collection<Backbone> backbones = options.backbones().isEmpty()
                ? tools.backbones().all()
                : options.backbones().stream().map(tools.backbones()::get).toList();
        LinkedHashSet<Network> networks = new LinkedHashSet<>();
        List<String> leftOut = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (Backbone backbone : backbones) {
            BackboneSpec spec = backbone.spec();
            List<String> weights = weights(spec, tools, options);
            if (weights.isEmpty()) {
                (spec.weights().isEmpty() ? without : leftOut).add(spec.id());
            }
            for (String name : weights) {
                ResolvedWeights resolved = ResolvedWeights.of(spec, name, new WeightsByName(tools.weights()));
                networks.addAll(networks(spec, resolved, options));
            }
        }
        if (networks.isEmpty()) {
            throw new GraftException("No network is left to look at. Backbones without weights at hand: "
                    + String.join(", ", leftOut) + "; without published ones: " + String.join(", ", without)
                    + ". Get some with graft weights ID, name a file with --weights, or allow --weights random.");
        }
        return new NetworkChoice(List.copyOf(networks), leftOut, without);
    }

    private static List<String> weights(BackboneSpec spec, SearchTools tools, RecommendOptions options) {
        if (options.weights().isEmpty()) {
            return spec.weights().stream()
                    .filter(weights -> isAtHand(weights, tools))
                    .map(WeightsDescriptor::id)
                    .toList();
        }
        return options.weights().stream()
                .filter(name -> suits(spec, name, tools, !options.backbones().isEmpty()))
                .toList();
    }

    private static boolean isAtHand(WeightsDescriptor weights, SearchTools tools) {
        return weights.bundled() || tools.weights().find(weights).isPresent();
    }

    /** What is named together with its backbone may be downloaded, or is an error if there is no such thing. */
    private static boolean suits(BackboneSpec spec, String name, SearchTools tools, boolean named) {
        if (name.equals(WeightsByName.RANDOM)) {
            return true;
        }
        if (spec.weights().stream().anyMatch(weights -> weights.id().equals(name))
                || name.equals(WeightsByName.DEFAULT) && !spec.weights().isEmpty()
                || name.equals(WeightsByName.BUNDLED) && spec.bundledWeights().isPresent()) {
            return named
                    || WeightsByName.descriptor(spec, name)
                            .filter(weights -> isAtHand(weights, tools))
                            .isPresent();
        }
        if (!named && Files.exists(Path.of(name))) {
            throw new GraftException("The weights " + name + " are a file, and a file fits one backbone. Name it with"
                    + " --backbones.");
        }
        return named && Files.exists(Path.of(name));
    }

    private static List<Network> networks(BackboneSpec spec, ResolvedWeights weights, RecommendOptions options) {
        List<Network> networks = new ArrayList<>();
        List<Integer> sizes = options.sizes().isEmpty() ? List.of(spec.defaultSize()) : options.sizes();
        List<String> preprocessings = options.preprocessings().isEmpty()
                ? List.of(weights.preprocessing().id())
                : options.preprocessings().stream()
                        .map(id -> Preprocessing.byId(id).id())
                        .toList();
        for (int size : sizes) {
            // A network that takes no images so small is left out, as long as another size suits it.
            if (size >= spec.minimumSize() || sizes.size() == 1) {
                preprocessings.forEach(preprocessing ->
                        networks.add(new Network(spec.id(), weights.name(), weights.identity(), size, preprocessing)));
            }
        }
        return networks;
    }
}
