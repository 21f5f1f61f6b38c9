package dev.graft.freeze;

import dev.graft.error.GraftException;
import dev.graft.graph.LayerInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says which layers of a backbone learn: any set of them, wherever they lie. The head always learns.
 *
 * <p>Layers are counted as Keras counts them, those without parameters included: "the last 3 layers" are 24 % of VGG19's
 * parameters, 0.02 % of ResNet50's and none of InceptionV3's, which is why a policy is resolved against a backbone and
 * shown before it is used.
 *
 * <p>A policy of one's own is a lambda, or a record where it shall say what it is. It must give the same layers whenever it
 * is asked about the same backbone.
 */
@FunctionalInterface
public interface FreezePolicy {
    /**
     * Names of the layers that learn.
     *
     * @param backbone all layers of the backbone in order, the input first
     * @throws GraftException if the policy does not fit the backbone
     */
    Set<String> learning(List<LayerInfo> backbone);

    /** What unfrozen batch normalizations do; Keras's mode unless said otherwise. */
    default BatchNormMode batchNorm() {
        return BatchNormMode.KERAS;
    }

    /** The same layers with another batch-norm mode. */
    default FreezePolicy withBatchNorm(BatchNormMode mode) {
        return WithBatchNorm.of(this, mode);
    }

    /**
     * The layers in the notation that {@link #parse} reads, without the batch-norm mode; empty if it cannot say them, as by
     * default for a policy of one's own.
     */
    default Optional<String> notation() {
        return Optional.empty();
    }

    /** In words, for people: {@code last 20 layers unfrozen}. */
    default String describe() {
        return notation().map(text -> text + " unfrozen").orElse("layers of an own policy unfrozen");
    }

    /** The layers of both. In mode {@link BatchNormMode#INFERENCE} if either is. */
    default FreezePolicy and(FreezePolicy other) {
        return Combination.And.of(this, other);
    }

    /** The layers of either. In mode {@link BatchNormMode#INFERENCE} if either is. */
    default FreezePolicy or(FreezePolicy other) {
        return Combination.Or.of(this, other);
    }

    /** All other layers, in the same batch-norm mode. */
    default FreezePolicy not() {
        return Combination.Not.of(this);
    }

    /**
     * The exact layers that learn, checked.
     *
     * @param backbone all layers of the backbone in order
     * @throws GraftException for a count out of range, names or patterns that match nothing, or no layer at all though the
     *     policy does not say none
     */
    default ResolvedFreeze resolve(List<LayerInfo> backbone) {
        return ResolvedFreeze.of(this, backbone);
    }

    /** The whole backbone is frozen: {@code none}. */
    static FreezePolicy allFrozen() {
        return new Tail.None();
    }

    /** The last {@code count} layers learn, 0 to all: {@code last(20)}. */
    static FreezePolicy lastLayers(int count) {
        return new Tail.Last(count);
    }

    /** The named layer and everything listed after it learn: {@code from(block7a_expand_conv)}. */
    static FreezePolicy from(String layer) {
        return new Tail.From(layer);
    }

    /** Everything learns: {@code all}. */
    static FreezePolicy allTrainable() {
        return new Tail.All();
    }

    /** The layers from one to another in Keras's order, both included: {@code between(first, last)}. */
    static FreezePolicy between(String first, String last) {
        return new Selection.Between(first, last);
    }

    /** All normalizations but the one of the input, which never learns: {@code normalizations}. */
    static FreezePolicy normalizationsOnly() {
        return new Selection.Normalizations();
    }

    /**
     * The layers whose whole name matches a regular expression: {@code matching(block[67].*)}.
     *
     * @param regex as {@link java.util.regex.Pattern} reads it
     * @throws GraftException if it is none
     */
    static FreezePolicy matching(String regex) {
        return new Selection.Matching(regex);
    }

    /**
     * The layers of blocks: {@code blocks(block6, block7)}. A block is
     *
     * <ul>
     *   <li>the layers whose names begin with its name and an underscore: {@code conv5_block3}, {@code conv5}, {@code top};
     *   <li>where its name ends in a digit, also those with one more letter: {@code block7} is {@code block7a} and so on;
     *   <li>where its name is that of a layer with several inputs, such as {@code mixed10}, also everything between that
     *       layer and the last one that all its inputs have in common.
     * </ul>
     *
     * @param names one or more
     */
    static FreezePolicy blocks(String... names) {
        return new Selection.Blocks(List.of(names));
    }

    /**
     * Reads the notation, see docs/freezing.md: {@code last(40) and not normalizations}. A number stands for so many last
     * layers.
     *
     * @return in Keras's batch-norm mode
     * @throws GraftException for another form; says where and what is expected
     */
    static FreezePolicy parse(String text) {
        return new FreezeNotation(text).read();
    }
}
