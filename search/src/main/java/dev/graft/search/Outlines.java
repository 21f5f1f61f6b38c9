package dev.graft.search;

import dev.graft.backbone.BackboneRegistry;
import dev.graft.graph.InputShape;
import dev.graft.model.BackboneOutline;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The layers of backbones by id and size, each outlined once. Safe for use by several threads. */
final class Outlines {
    private record Key(String backbone, int size) {}

    private final BackboneRegistry backbones;
    private final Map<Key, BackboneOutline> known = new ConcurrentHashMap<>();

    Outlines(BackboneRegistry backbones) {
        this.backbones = backbones;
    }

    /** @throws dev.graft.error.GraftException if there is no such backbone, or it does not take images of that size */
    BackboneOutline of(String backbone, int size) {
        return known.computeIfAbsent(
                new Key(backbone, size),
                key -> BackboneOutline.of(backbones.get(backbone), InputShape.square(key.size())));
    }
}
