package dev.graft.engine.program;

import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.ResolvedFreeze;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the layers of a network do in a program.
 *
 * @param learning names of those that learn
 * @param normalizing names of those whose batch normalizations follow their batches while they learn
 * @param training whether the program is a training step, with dropout and the batches' statistics
 */
record LayerRoles(Set<String> learning, Set<String> normalizing, boolean training) {
    /** Everything is constant. */
    static LayerRoles constant() {
        return new LayerRoles(Set.of(), Set.of(), false);
    }

    /** Those of a training; a head always learns, and its batch normalizations know no statistics yet. */
    static LayerRoles of(ResolvedFreeze freeze, List<String> head, boolean training) {
        Set<String> learning = new HashSet<>(freeze.unfrozen());
        learning.addAll(head);
        Set<String> normalizing = freeze.batchNorm() == BatchNormMode.KERAS ? learning : Set.copyOf(head);
        return new LayerRoles(learning, normalizing, training);
    }

    boolean learns(String layer) {
        return learning.contains(layer);
    }

    boolean followsBatches(String layer) {
        return learning.contains(layer) && normalizing.contains(layer);
    }

    Parameter.Role ofWeights(String layer) {
        return learns(layer) ? Parameter.Role.LEARNS : Parameter.Role.FIXED;
    }

    Parameter.Role ofStatistics(String layer) {
        return followsBatches(layer) ? Parameter.Role.STATISTICS : Parameter.Role.FIXED;
    }
}
