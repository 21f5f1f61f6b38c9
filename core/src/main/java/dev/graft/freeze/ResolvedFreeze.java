package dev.graft.freeze;

import java.util.Locale;
import java.util.Set;

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
