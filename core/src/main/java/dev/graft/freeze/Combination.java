package dev.graft.freeze;

import dev.graft.graph.LayerInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Policies made of others. Their parts have no batch-norm mode: a combination has one for all. */
sealed interface Combination extends FreezePolicy {
    /** Mode of a combination of two. */
    private static BatchNormMode mode(FreezePolicy left, FreezePolicy right) {
        boolean keep = left.batchNorm() == BatchNormMode.INFERENCE || right.batchNorm() == BatchNormMode.INFERENCE;
        return keep ? BatchNormMode.INFERENCE : BatchNormMode.KERAS;
    }

    /** A part's notation; in parentheses unless what it is binds more tightly than what it is part of. */
    private static Optional<String> within(FreezePolicy part, boolean bindsTightly) {
        return part.notation().map(text -> bindsTightly ? text : "(" + text + ")");
    }

    private static boolean isSingle(FreezePolicy part) {
        return part instanceof Tail || part instanceof Selection || part instanceof Not;
    }

    private static Optional<String> joined(Optional<String> left, String word, Optional<String> right) {
        return left.flatMap(first -> right.map(second -> first + " " + word + " " + second));
    }

    private static String described(FreezePolicy left, String word, FreezePolicy right) {
        return "(" + left.describe() + ") " + word + " (" + right.describe() + ")";
    }

    /** See {@link FreezePolicy#and}. */
    record And(FreezePolicy left, FreezePolicy right) implements Combination {
        static FreezePolicy of(FreezePolicy left, FreezePolicy right) {
            return new And(WithBatchNorm.without(left), WithBatchNorm.without(right)).withBatchNorm(mode(left, right));
        }

        @Override
        public Set<String> learning(List<LayerInfo> backbone) {
            Set<String> both = new HashSet<>(left.learning(backbone));
            both.retainAll(right.learning(backbone));
            return both;
        }

        @Override
        public Optional<String> notation() {
            return joined(within(left, isSingle(left) || left instanceof And), "and", within(right, isSingle(right)));
        }

        @Override
        public String describe() {
            return notation().isPresent() ? Combination.super.describe() : described(left, "and", right);
        }
    }

    /** See {@link FreezePolicy#or}. */
    record Or(FreezePolicy left, FreezePolicy right) implements Combination {
        static FreezePolicy of(FreezePolicy left, FreezePolicy right) {
            return new Or(WithBatchNorm.without(left), WithBatchNorm.without(right)).withBatchNorm(mode(left, right));
        }

        @Override
        public Set<String> learning(List<LayerInfo> backbone) {
            Set<String> either = new HashSet<>(left.learning(backbone));
            either.addAll(right.learning(backbone));
            return either;
        }

        @Override
        public Optional<String> notation() {
            return joined(left.notation(), "or", within(right, isSingle(right) || right instanceof And));
        }

        @Override
        public String describe() {
            return notation().isPresent() ? Combination.super.describe() : described(left, "or", right);
        }
    }

    /** See {@link FreezePolicy#not}. */
    record Not(FreezePolicy part) implements Combination {
        static FreezePolicy of(FreezePolicy part) {
            return new Not(WithBatchNorm.without(part)).withBatchNorm(part.batchNorm());
        }

        @Override
        public Set<String> learning(List<LayerInfo> backbone) {
            Set<String> others = new HashSet<>(LayerNames.of(backbone));
            others.removeAll(part.learning(backbone));
            return others;
        }

        @Override
        public Optional<String> notation() {
            return within(part, isSingle(part)).map(text -> "not " + text);
        }

        @Override
        public String describe() {
            return notation().isPresent() ? Combination.super.describe() : "not (" + part.describe() + ")";
        }
    }
}
