package dev.graft.freeze;

import dev.graft.error.GraftException;
import dev.graft.graph.LayerInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Policies that unfreeze everything from some layer on. */
sealed interface Tail extends FreezePolicy {
    /** Index of the first layer that learns; the number of layers if none does. */
    int first(List<LayerInfo> backbone);

    @Override
    default Set<String> learning(List<LayerInfo> backbone) {
        return LayerNames.of(backbone.subList(first(backbone), backbone.size()));
    }

    /** See {@link FreezePolicy#allFrozen()}. */
    record None() implements Tail {
        @Override
        public int first(List<LayerInfo> backbone) {
            return backbone.size();
        }

        /** Without a mode: there is nothing that it could be of. */
        @Override
        public FreezePolicy withBatchNorm(BatchNormMode mode) {
            return this;
        }

        @Override
        public Optional<String> notation() {
            return Optional.of("none");
        }

        @Override
        public String describe() {
            return "all layers frozen";
        }
    }

    /** See {@link FreezePolicy#allTrainable()}. */
    record All() implements Tail {
        @Override
        public int first(List<LayerInfo> backbone) {
            return 0;
        }

        @Override
        public Optional<String> notation() {
            return Optional.of("all");
        }

        @Override
        public String describe() {
            return "all layers unfrozen";
        }
    }

    /** See {@link FreezePolicy#lastLayers(int)}. */
    record Last(int count) implements Tail {
        @Override
        public int first(List<LayerInfo> backbone) {
            if (count < 0 || count > backbone.size()) {
                throw new GraftException("Cannot unfreeze the last " + count + " layers: the backbone has "
                        + backbone.size() + ". Choose 0 to " + backbone.size() + ".");
            }
            return backbone.size() - count;
        }

        @Override
        public Optional<String> notation() {
            return Optional.of("last(" + count + ")");
        }

        @Override
        public String describe() {
            return "last " + count + " layers unfrozen";
        }
    }

    /** See {@link FreezePolicy#from(String)}. */
    record From(String layer) implements Tail {
        @Override
        public int first(List<LayerInfo> backbone) {
            return LayerNames.index(backbone, layer);
        }

        @Override
        public Optional<String> notation() {
            return Optional.of("from(" + FreezeNotation.name(layer) + ")");
        }

        @Override
        public String describe() {
            return "unfrozen from " + layer;
        }
    }
}
