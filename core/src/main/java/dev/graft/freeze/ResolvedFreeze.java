package dev.graft.freeze;

import dev.graft.error.GraftException;
import dev.graft.graph.LayerInfo;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A {@link FreezePolicy} applied to one backbone.
 *
 * @param policy the policy in words
 * @param unfrozen names of the layers that learn, those without parameters included
 * @param layers number of layers of the backbone
 * @param trainableParameters parameters of the backbone that learn
 * @param parameters all parameters of the backbone
 * @param batchNorm what the unfrozen batch normalizations do
 */
public record ResolvedFreeze(
        String policy,
        Set<String> unfrozen,
        int layers,
        long trainableParameters,
        long parameters,
        BatchNormMode batchNorm) {
    public ResolvedFreeze {
        unfrozen = Set.copyOf(unfrozen);
    }

    /** Checked: see {@link FreezePolicy#resolve}. */
    static ResolvedFreeze of(FreezePolicy policy, List<LayerInfo> backbone) {
        Set<String> names = Set.copyOf(policy.learning(backbone));
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeAll(LayerNames.of(backbone));
        if (!unknown.isEmpty()) {
            throw new GraftException(
                    "The policy '" + policy.describe() + "' unfreezes layers that the backbone does not" + " have: "
                            + String.join(", ", unknown) + ". Choose among the layers it is given.");
        }
        if (names.isEmpty() && !saysNone(policy)) {
            throw new GraftException("The policy '" + policy.describe() + "' unfreezes none of the backbone's "
                    + backbone.size() + " layers. Freeze the backbone as a whole if that is wanted: none, or"
                    + " FreezePolicy.allFrozen().");
        }
        List<LayerInfo> unfrozen =
                backbone.stream().filter(layer -> names.contains(layer.name())).toList();
        return new ResolvedFreeze(
                policy.describe(),
                names,
                backbone.size(),
                unfrozen.stream().mapToLong(LayerInfo::trainableParameters).sum(),
                backbone.stream().mapToLong(LayerInfo::parameters).sum(),
                policy.batchNorm());
    }

    private static boolean saysNone(FreezePolicy policy) {
        FreezePolicy plain = WithBatchNorm.without(policy);
        return plain instanceof Tail.None || plain instanceof Tail.Last last && last.count() == 0;
    }

    /**
     * What learns, as one line that is equal for equal layers and equal modes, however the policy was written.
     *
     * @param backbone all its layers in order
     */
    public String identity(List<LayerInfo> backbone) {
        // Checkpoints have held these three lines since policies were such records.
        if (unfrozen.isEmpty()) {
            return "AllFrozen[]";
        }
        if (unfrozen.size() == layers) {
            return "AllTrainable[batchNorm=" + batchNorm + "]";
        }
        if (unfrozen.equals(LayerNames.of(backbone.subList(layers - unfrozen.size(), layers)))) {
            return "LastLayers[count=" + unfrozen.size() + ", batchNorm=" + batchNorm + "]";
        }
        return "Layers[count=" + unfrozen.size() + ", names=" + hash(new TreeSet<>(unfrozen)) + ", batchNorm="
                + batchNorm + "]";
    }

    private static String hash(Set<String> names) {
        return DigestUtils.sha256Hex(String.join("\n", names));
    }

    /** Share of the backbone's parameters that learn, 0..1. */
    public double trainableShare() {
        return parameters == 0 ? 0 : (double) trainableParameters / parameters;
    }

    /** One line for people. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "%s: %d of %d layers, %,d of %,d parameters (%.2f %%) learn%s",
                policy,
                unfrozen.size(),
                layers,
                trainableParameters,
                parameters,
                100 * trainableShare(),
                unfrozen.isEmpty()
                        ? ""
                        : trainableParameters == 0
                                ? ": none of these layers has any, so this equals all layers frozen"
                                : ", batch norm mode " + batchNorm);
    }
}
