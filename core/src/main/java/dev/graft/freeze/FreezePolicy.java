package dev.graft.freeze;

import dev.graft.GraftException;
import dev.graft.graph.LayerInfo;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says which layers of a backbone learn. The head always learns.
 *
 * <p>Layers are counted as Keras counts them, those without parameters included: "the last 3 layers" are 24 % of VGG19's
 * parameters, 0.02 % of ResNet50's and none of InceptionV3's, which is why a policy is resolved against a backbone and
 * shown before it is used.
 */
public sealed interface FreezePolicy {
    /** What unfrozen batch normalizations do. */
    BatchNormMode batchNorm();

    /** In words, for people: {@code last 20 layers}. */
    String describe();

    /** The same layers with another batch-norm mode. */
    FreezePolicy withBatchNorm(BatchNormMode mode);

    /** Index of the first layer that learns; the number of layers if none does. */
    int firstUnfrozen(List<LayerInfo> backbone);

    /** The whole backbone is frozen. */
    static FreezePolicy allFrozen() {
        return new AllFrozen();
    }

    /** The last {@code count} layers learn, 0 to all. */
    static FreezePolicy lastLayers(int count) {
        return new LastLayers(count, BatchNormMode.KERAS);
    }

    /** The named layer and everything listed after it learn. */
    static FreezePolicy from(String layer) {
        return new From(layer, BatchNormMode.KERAS);
    }

    /** Everything learns. */
    static FreezePolicy allTrainable() {
        return new AllTrainable(BatchNormMode.KERAS);
    }

    /**
     * The exact layers that learn.
     *
     * @param backbone all layers of the backbone in order
     * @throws GraftException for a count out of range or a name that does not exist
     */
    default ResolvedFreeze resolve(List<LayerInfo> backbone) {
        List<LayerInfo> unfrozen = backbone.subList(firstUnfrozen(backbone), backbone.size());
        Set<String> names = unfrozen.stream().map(LayerInfo::name).collect(Collectors.toUnmodifiableSet());
        long learning =
                unfrozen.stream().mapToLong(LayerInfo::trainableParameters).sum();
        long all = backbone.stream().mapToLong(LayerInfo::parameters).sum();
        return new ResolvedFreeze(describe(), names, backbone.size(), learning, all, batchNorm());
    }

    /** See {@link FreezePolicy#allFrozen()}. */
    record AllFrozen() implements FreezePolicy {
        @Override
        public BatchNormMode batchNorm() {
            return BatchNormMode.KERAS;
        }

        @Override
        public String describe() {
            return "all layers frozen";
        }

        @Override
        public FreezePolicy withBatchNorm(BatchNormMode mode) {
            return this;
        }

        @Override
        public int firstUnfrozen(List<LayerInfo> backbone) {
            return backbone.size();
        }
    }

    /** See {@link FreezePolicy#lastLayers(int)}. */
    record LastLayers(int count, BatchNormMode batchNorm) implements FreezePolicy {
        @Override
        public String describe() {
            return "last " + count + " layers unfrozen";
        }

        @Override
        public FreezePolicy withBatchNorm(BatchNormMode mode) {
            return new LastLayers(count, mode);
        }

        @Override
        public int firstUnfrozen(List<LayerInfo> backbone) {
            if (count < 0 || count > backbone.size()) {
                throw new GraftException("Cannot unfreeze the last " + count + " layers: the backbone has "
                        + backbone.size() + ". Choose 0 to " + backbone.size() + ".");
            }
            return backbone.size() - count;
        }
    }

    /** See {@link FreezePolicy#from(String)}. */
    record From(String layer, BatchNormMode batchNorm) implements FreezePolicy {
        @Override
        public String describe() {
            return "unfrozen from " + layer;
        }

        @Override
        public FreezePolicy withBatchNorm(BatchNormMode mode) {
            return new From(layer, mode);
        }

        @Override
        public int firstUnfrozen(List<LayerInfo> backbone) {
            for (int i = 0; i < backbone.size(); i++) {
                if (backbone.get(i).name().equals(layer)) {
                    return i;
                }
            }
            throw new GraftException("The backbone has no layer '" + layer + "'. Its last layers are "
                    + backbone.subList(Math.max(0, backbone.size() - 8), backbone.size()).stream()
                            .map(LayerInfo::name)
                            .collect(Collectors.joining(", "))
                    + ".");
        }
    }

    /** See {@link FreezePolicy#allTrainable()}. */
    record AllTrainable(BatchNormMode batchNorm) implements FreezePolicy {
        @Override
        public String describe() {
            return "all layers unfrozen";
        }

        @Override
        public FreezePolicy withBatchNorm(BatchNormMode mode) {
            return new AllTrainable(mode);
        }

        @Override
        public int firstUnfrozen(List<LayerInfo> backbone) {
            return 0;
        }
    }
}
