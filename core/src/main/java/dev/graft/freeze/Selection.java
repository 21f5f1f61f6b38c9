package dev.graft.freeze;

import dev.graft.error.GraftException;
import dev.graft.graph.LayerInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Policies that pick layers by what they are or are called. */
sealed interface Selection extends FreezePolicy {
    /** See {@link FreezePolicy#between}. */
    record Between(String first, String last) implements Selection {
        @Override
        public Set<String> learning(List<LayerInfo> backbone) {
            int from = LayerNames.index(backbone, first);
            int to = LayerNames.index(backbone, last);
            if (from > to) {
                throw new GraftException("Found nothing between '" + first + "', layer " + from + ", and '" + last
                        + "', layer " + to + ": the second must not come before the first. Exchange them.");
            }
            return LayerNames.of(backbone.subList(from, to + 1));
        }

        @Override
        public Optional<String> notation() {
            return Optional.of("between(" + FreezeNotation.name(first) + ", " + FreezeNotation.name(last) + ")");
        }
    }

    /** See {@link FreezePolicy#normalizationsOnly()}. */
    record Normalizations() implements Selection {
        /** Of the input's pixels, by constants. */
        private static final String OF_INPUT = "Normalization";

        @Override
        public Set<String> learning(List<LayerInfo> backbone) {
            return LayerNames.of(backbone.stream()
                    .filter(layer -> layer.kind().endsWith("Normalization"))
                    .filter(layer -> !layer.kind().equals(OF_INPUT))
                    .toList());
        }

        @Override
        public Optional<String> notation() {
            return Optional.of("normalizations");
        }
    }

    /** See {@link FreezePolicy#matching}. */
    record Matching(String regex) implements Selection {
        public Matching {
            compile(regex);
        }

        private static Pattern compile(String regex) {
            try {
                return Pattern.compile(regex);
            } catch (PatternSyntaxException e) {
                throw new GraftException(
                        "'" + regex + "' is no regular expression: " + e.getDescription()
                                + (e.getIndex() < 0 ? "" : " at its character " + (e.getIndex() + 1))
                                + ". For example block[67].* matches every name that begins with block6 or block7.",
                        e);
            }
        }

        @Override
        public Set<String> learning(List<LayerInfo> backbone) {
            Pattern pattern = compile(regex);
            Set<String> found = LayerNames.of(backbone.stream()
                    .filter(layer -> pattern.matcher(layer.name()).matches())
                    .toList());
            if (found.isEmpty()) {
                throw new GraftException(
                        "None of the backbone's " + backbone.size() + " layers has a name that matches '"
                                + regex + "' as a whole. " + LayerNames.near(regex, LayerNames.of(backbone))
                                + "A regular expression for the beginning of a name ends in .*");
            }
            return found;
        }

        @Override
        public Optional<String> notation() {
            return Optional.of("matching(" + FreezeNotation.regex(regex) + ")");
        }
    }

    /** See {@link FreezePolicy#blocks}. */
    record Blocks(List<String> names) implements Selection {
        public Blocks {
            names = List.copyOf(names);
            if (names.isEmpty()) {
                throw new GraftException("Found no block to unfreeze, expected one or more, such as block7. Use"
                        + " FreezePolicy.allFrozen() for none.");
            }
        }

        @Override
        public Set<String> learning(List<LayerInfo> backbone) {
            LayerBlocks blocks = new LayerBlocks(backbone);
            Set<String> found = new LinkedHashSet<>();
            names.forEach(name -> found.addAll(blocks.layersOf(name)));
            return found;
        }

        @Override
        public Optional<String> notation() {
            return Optional.of(
                    "blocks(" + names.stream().map(FreezeNotation::name).collect(Collectors.joining(", ")) + ")");
        }
    }
}
