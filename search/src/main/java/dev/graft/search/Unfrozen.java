package dev.graft.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.TrainingRole;
import dev.graft.graph.LayerInfo;
import dev.graft.model.BackboneOutline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which of a backbone's layers learn: a number of last layers, counted as Keras counts them, {@code all}, or any other set
 * in the notation of {@link FreezePolicy#parse}.
 *
 * @param text the number, without leading zeros; {@code all}; or the notation
 * @param layers SHA-256 of the names of those layers of one backbone that it unfreezes and that change; empty as long as
 *     the backbone is not known, and where the text says it by a number or {@code all}
 */
public record Unfrozen(String text, Optional<String> layers) implements Comparable<Unfrozen> {
    private static final String ALL = "all";
    private static final String NONE = "none";

    /** @throws GraftException if the text is no freezing; says where and what is expected */
    public Unfrozen {
        text = canonical(text.strip());
    }

    private static String canonical(String text) {
        if (text.equalsIgnoreCase(ALL)) {
            return ALL;
        }
        if (text.matches("[+-]?\\d{1,9}")) {
            return natural(Integer.parseInt(text));
        }
        String notation = FreezePolicy.parse(text).notation().orElseThrow();
        return notation.equals(NONE) ? "0" : notation;
    }

    private static String natural(int count) {
        if (count < 0) {
            throw new GraftException(
                    "The number of unfrozen layers must not be negative, found " + count + ". Choose 0, more, or all.");
        }
        return String.valueOf(count);
    }

    /** Every layer. */
    public static Unfrozen all() {
        return of(ALL);
    }

    /**
     * Reads a number, {@code all}, {@code none} or any other freezing.
     *
     * @throws GraftException if it is none; says where and what is expected
     */
    public static Unfrozen of(String text) {
        return new Unfrozen(text, Optional.empty());
    }

    private static Unfrozen last(int count) {
        return of(String.valueOf(count));
    }

    /** As ledgers hold it. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Unfrozen read(Object stored) {
        if (stored instanceof Map<?, ?> parts
                && parts.get("text") instanceof String text
                && parts.get("layers") instanceof String layers) {
            return new Unfrozen(text, Optional.of(layers));
        }
        if (stored instanceof String || stored instanceof Integer) {
            return of(stored.toString());
        }
        throw new GraftException("Unfrozen layers are a text, found " + stored + ".");
    }

    /** The text; with the layers, where they are known, beside it. */
    @JsonValue
    Object stored() {
        return layers.<Object>map(hash -> new TreeMap<>(Map.of("text", text, "layers", hash)))
                .orElse(text);
    }

    private boolean isNumber() {
        return Character.isDigit(text.charAt(0));
    }

    private int count() {
        return isNumber() ? Integer.parseInt(text) : Integer.MAX_VALUE;
    }

    /** The policy that unfreezes them. */
    FreezePolicy policy(BatchNormMode mode) {
        return FreezePolicy.parse(text).withBatchNorm(mode);
    }

    /**
     * Indices of the layers of a backbone that it unfreezes, those left aside that neither learn nor are random, in order.
     *
     * @throws GraftException if it does not fit the backbone; more last layers than there are, are all of them
     */
    List<Integer> changing(BackboneOutline backbone) {
        List<LayerInfo> layers = backbone.layers();
        FreezePolicy policy =
                isNumber() && count() > layers.size() ? FreezePolicy.allTrainable() : policy(BatchNormMode.KERAS);
        Set<String> unfrozen = policy.resolve(layers).unfrozen();
        return layers.stream()
                .filter(layer -> unfrozen.contains(layer.name()))
                .map(LayerInfo::index)
                .filter(index -> backbone.roles().get(index) != TrainingRole.CONSTANT)
                .toList();
    }

    /** The same for all that make the same training of a backbone: the fewest last layers, where it is some. */
    Unfrozen on(BackboneOutline backbone) {
        List<Integer> changing = changing(backbone);
        List<Integer> all = all().changing(backbone);
        if (changing.isEmpty()) {
            return last(0);
        }
        if (changing.equals(all)) {
            return all();
        }
        if (changing.equals(all.subList(all.size() - changing.size(), all.size()))) {
            return last(backbone.layers().size() - changing.get(0));
        }
        String names = changing.stream()
                .map(index -> backbone.layers().get(index).name())
                .collect(Collectors.joining("\n"));
        return new Unfrozen(text, Optional.of(Hash.sha256(names)));
    }

    /** Equal for equal layers of one backbone, if they are known. */
    String identity() {
        return layers.map(hash -> "layers " + hash).orElse(text);
    }

    /** By numbers, all after them, then by text. */
    @Override
    public int compareTo(Unfrozen other) {
        int byCount = Integer.compare(count(), other.count());
        return byCount != 0 ? byCount : text.compareTo(other.text);
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
