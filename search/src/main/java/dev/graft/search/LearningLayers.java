package dev.graft.search;

import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.TrainingRole;
import dev.graft.freeze.Unfrozen;
import dev.graft.graph.LayerInfo;
import dev.graft.model.BackboneOutline;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The layers of one backbone that are unfrozen and change.
 *
 * @param unfrozen the fewest last layers that make this training, {@code all} if all that can learn do, else as it was
 *     written
 * @param identity equal for equal layers of the backbone
 * @param indices of the layers, those left aside that neither learn nor are random, in order
 */
record LearningLayers(Unfrozen unfrozen, String identity, List<Integer> indices) {
    /** @throws dev.graft.error.GraftException if it does not fit the backbone; more last layers than there are, are all of them */
    static LearningLayers of(Unfrozen wanted, BackboneOutline backbone) {
        List<Integer> changing = changing(wanted, backbone);
        List<Integer> all = changing(Unfrozen.all(), backbone);
        if (changing.isEmpty()) {
            return named(Unfrozen.last(0), changing);
        }
        if (changing.equals(all)) {
            return named(Unfrozen.all(), changing);
        }
        if (changing.equals(all.subList(all.size() - changing.size(), all.size()))) {
            return named(Unfrozen.last(backbone.layers().size() - changing.get(0)), changing);
        }
        String names = changing.stream()
                .map(index -> backbone.layers().get(index).name())
                .collect(Collectors.joining("\n"));
        return new LearningLayers(wanted, "layers " + DigestUtils.sha256Hex(names), changing);
    }

    private static LearningLayers named(Unfrozen unfrozen, List<Integer> changing) {
        return new LearningLayers(unfrozen, unfrozen.text(), changing);
    }

    /** Indices of the layers. */
    static List<Integer> changing(Unfrozen wanted, BackboneOutline backbone) {
        List<LayerInfo> layers = backbone.layers();
        boolean more = wanted.layers().filter(count -> count > layers.size()).isPresent();
        FreezePolicy policy = more ? FreezePolicy.allTrainable() : wanted.policy(BatchNormMode.KERAS);
        Set<String> unfrozen = policy.resolve(layers).unfrozen();
        return layers.stream()
                .filter(layer -> unfrozen.contains(layer.name()))
                .map(LayerInfo::index)
                .filter(index -> backbone.roles().get(index) != TrainingRole.CONSTANT)
                .toList();
    }
}
