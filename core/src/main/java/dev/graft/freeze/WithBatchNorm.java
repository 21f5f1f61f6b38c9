package dev.graft.freeze;

import dev.graft.graph.LayerInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of a policy with a batch-norm mode that is not the policy's own.
 *
 * @param policy another kind of policy
 */
record WithBatchNorm(FreezePolicy policy, BatchNormMode batchNorm) implements FreezePolicy {
    static FreezePolicy of(FreezePolicy policy, BatchNormMode mode) {
        FreezePolicy plain = without(policy);
        return plain.batchNorm() == mode ? plain : new WithBatchNorm(plain, mode);
    }

    /** The policy whose mode was changed, if it was. */
    static FreezePolicy without(FreezePolicy policy) {
        return policy instanceof WithBatchNorm changed ? changed.policy() : policy;
    }

    @Override
    public Set<String> learning(List<LayerInfo> backbone) {
        return policy.learning(backbone);
    }

    @Override
    public Optional<String> notation() {
        return policy.notation();
    }

    @Override
    public String describe() {
        return policy.describe();
    }
}
