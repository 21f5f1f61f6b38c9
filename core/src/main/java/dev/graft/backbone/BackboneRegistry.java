package dev.graft.backbone;

import dev.graft.error.GraftException;
import dev.graft.io.Services;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The backbones at hand, by id. Immutable. */
public final class BackboneRegistry {
    /** Ids that this project publishes, with the module that holds them: a missing module should be named. */
    private static final Map<String, String> KNOWN_MODULES = Map.ofEntries(
            Map.entry("efficientnet-b0", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-b1", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-b2", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-b3", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-b4", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-b5", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-b6", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-b7", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-v2-b0", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-v2-b1", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-v2-b2", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-v2-b3", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-v2-s", "graft-backbones-efficientnet"),
            Map.entry("efficientnet-v2-m", "graft-backbones-efficientnet"),
            Map.entry("vgg16", "graft-backbones-vgg"),
            Map.entry("vgg19", "graft-backbones-vgg"),
            Map.entry("densenet121", "graft-backbones-densenet"),
            Map.entry("densenet169", "graft-backbones-densenet"),
            Map.entry("densenet201", "graft-backbones-densenet"),
            Map.entry("resnet50", "graft-backbones-resnet"),
            Map.entry("resnet101", "graft-backbones-resnet"),
            Map.entry("resnet152", "graft-backbones-resnet"),
            Map.entry("resnet50-v2", "graft-backbones-resnet"),
            Map.entry("resnet101-v2", "graft-backbones-resnet"),
            Map.entry("resnet152-v2", "graft-backbones-resnet"),
            Map.entry("inception-v3", "graft-backbones-inception"),
            Map.entry("simple-cnn", "graft-core"),
            Map.entry("deep-cnn", "graft-core"));

    private final Map<String, Backbone> backbones = new TreeMap<>();

    /**
     * A registry of given backbones.
     *
     * @throws GraftException if two share an id
     */
    public BackboneRegistry(Collection<? extends Backbone> backbones) {
        for (Backbone backbone : backbones) {
            String id = backbone.spec().id();
            Backbone other = this.backbones.putIfAbsent(id, backbone);
            if (other != null) {
                throw new GraftException("Two backbones share the id '" + id + "': "
                        + other.getClass().getName() + " and "
                        + backbone.getClass().getName()
                        + ". Remove one of their modules from the class path.");
            }
        }
    }

    /** All backbones that {@link ServiceLoader} finds; a broken provider is logged and does not hide the others. */
    public static BackboneRegistry load() {
        return new BackboneRegistry(Services.found(
                Backbone.class, backbone -> Objects.requireNonNull(backbone.spec(), "its spec() is null")));
    }

    /** Every backbone, sorted by id. */
    public Collection<Backbone> all() {
        return List.copyOf(backbones.values());
    }

    /**
     * The backbone of an id.
     *
     * @throws GraftException if there is none; says which exist and, for an id of this project, which module to add
     */
    public Backbone get(String id) {
        Backbone backbone = backbones.get(id);
        if (backbone != null) {
            return backbone;
        }
        String module = KNOWN_MODULES.get(id);
        throw new GraftException("There is no backbone '" + id + "'. At hand: "
                + (backbones.isEmpty() ? "none" : String.join(", ", backbones.keySet())) + "."
                + (module == null ? "" : " It lives in the module dev.graft:" + module + ": add that dependency."));
    }
}
