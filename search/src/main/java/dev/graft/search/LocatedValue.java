package dev.graft.search;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.graft.error.GraftException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a JSON or YAML file that knows its line, so that an error can name it. */
sealed interface LocatedValue {
    /** From 1. */
    int line();

    /** A text or number, as written; empty text with {@code missing} for null. */
    record Scalar(int line, String text, boolean missing) implements LocatedValue {}

    /** A list. */
    record Sequence(int line, List<LocatedValue> values) implements LocatedValue {}

    /**
     * A table.
     *
     * @param values by name
     * @param lines where each name stands
     */
    record Table(int line, Map<String, LocatedValue> values, Map<String, Integer> lines) implements LocatedValue {}

    /**
     * Reads a whole document.
     *
     * @throws IOException if it is no document of its kind
     * @throws GraftException for two equal names in one table, aliases and truth values
     */
    static LocatedValue read(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new GraftException("line 1: the file is empty, expected a table of axes.");
        }
        LocatedValue value = value(parser);
        if (parser.nextToken() != null) {
            throw new GraftException("line " + line(parser) + ": found a second document, expected one.");
        }
        return value;
    }

    private static LocatedValue value(JsonParser parser) throws IOException {
        int line = line(parser);
        JsonToken token = parser.currentToken();
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw new GraftException(
                    "line " + line + ": found the alias *" + parser.getText() + ", expected a value. Write it out.");
        }
        return switch (token) {
            case START_OBJECT -> table(parser, line);
            case START_ARRAY -> {
                List<LocatedValue> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(parser));
                }
                yield new Sequence(line, values);
            }
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(line, parser.getText(), false);
            case VALUE_NULL -> new Scalar(line, "", true);
            default ->
                throw new GraftException("line " + line + ": found " + parser.getText()
                        + ", expected a text or a number. Put a text that YAML takes for a truth value in quotes.");
        };
    }

    private static Table table(JsonParser parser, int line) throws IOException {
        Map<String, LocatedValue> values = new LinkedHashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int at = line(parser);
            lines.put(name, at);
            parser.nextToken();
            if (values.put(name, value(parser)) != null) {
                throw new GraftException("line " + at + ": found '" + name + "' twice, expected it once.");
            }
        }
        return new Table(line, values, lines);
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
