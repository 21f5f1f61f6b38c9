package dev.graft.result;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Something remarkable about a training.
 *
 * @param kind what it is about
 * @param severity how much it matters
 * @param evidence the numbers that it rests on; may be empty
 * @param sentence one to three plain sentences: what was found, by which numbers, what to try
 */
public record Finding(FindingKind kind, Severity severity, Map<Quantity, Double> evidence, String sentence) {
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public Finding {
        Map<Quantity, Double> copy = new EnumMap<>(Quantity.class);
        copy.putAll(evidence);
        evidence = Collections.unmodifiableMap(copy);
    }

    /** Of a kind that is always as serious. */
    public static Finding of(FindingKind kind, String sentence, Map<Quantity, ? extends Number> evidence) {
        Map<Quantity, Double> numbers = new EnumMap<>(Quantity.class);
        evidence.forEach((quantity, value) -> numbers.put(quantity, value.doubleValue()));
        return new Finding(kind, kind.severity(), numbers, sentence);
    }

    /** A remark, about which nothing more is known. */
    public static Finding remark(Severity severity, String sentence) {
        return new Finding(FindingKind.REMARK, severity, Map.of(), sentence);
    }

    /** The same with something said before its sentence. */
    Finding after(String words) {
        return new Finding(kind, severity, evidence, words + sentence);
    }

    /** Files of earlier versions hold sentences alone. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Finding ofEarlierVersion(String sentence) {
        return of(FindingKind.ofEarlierVersion(sentence), sentence, Map.of());
    }
}
