package dev.graft.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.error.GraftException;
import dev.graft.settings.TrainingSettings;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One point of a {@link SearchSpace}, as it was written: what is laid over the settings that all cells share. Several cells
 * may be the same training; see {@link Trial}.
 *
 * @param values a text for every axis, as {@link Axis#read} gives them
 */
public record Cell(Map<Axis, String> values) {
    public Cell {
        values = Map.copyOf(values);
        if (values.size() != Axis.values().length) {
            throw new GraftException("A cell needs a value for every axis, found " + values + ".");
        }
    }

    @JsonCreator
    static Cell of(LinkedHashMap<String, String> values) {
        Map<Axis, String> texts = new EnumMap<>(Axis.class);
        values.forEach(
                (name, text) -> texts.put(Axis.byId(name), Axis.byId(name).read(text)));
        return new Cell(texts);
    }

    @JsonValue
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        Arrays.stream(Axis.values()).forEach(axis -> texts.put(axis.id(), axis.of(this)));
        return texts;
    }

    /** Its settings: those that all cells share, with its values. */
    public TrainingSettings on(TrainingSettings base) {
        TrainingSettings settings = base;
        for (Axis axis : Axis.values()) {
            settings = axis.set(settings, axis.of(this));
        }
        return settings;
    }

    /** In one line for people. */
    public String describe() {
        return Arrays.stream(Axis.values())
                .map(axis -> axis.id() + " " + axis.of(this))
                .collect(Collectors.joining("; "));
    }
}
