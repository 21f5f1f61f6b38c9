package dev.graft.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The files of search spaces. At the top stand the axes that all products share, each with a value or a list of values,
 * and perhaps {@code spaces}: a list of tables, each a product of its own whose axes go before the shared ones. {@code
 * repeats} may stand for {@code seed}.
 */
final class SpaceFile {
    private static final String SPACES = "spaces";
    private static final String REPEATS = "repeats";

    private SpaceFile() {}

    static SearchSpace read(Path file) {
        try {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            return read(BoundedFile.readText(file, BoundedFile.SMALL), file.toString(), name.endsWith(".json"));
        } catch (NoSuchFileException e) {
            throw new GraftException("There is no file " + file + ", expected a search space. Check the path.", e);
        } catch (IOException e) {
            throw new GraftException(
                    "The search space " + file + " cannot be read (" + e + "). Expected a text file in UTF-8.", e);
        }
    }

    /**
     * Reads a text.
     *
     * @param source for messages
     * @param json else YAML
     */
    static SearchSpace read(String text, String source, boolean json) {
        StreamReadConstraints limits = BoundedJson.limits();
        JsonFactory factory = json
                ? JsonFactory.builder().streamReadConstraints(limits).build()
                : YAMLFactory.builder().streamReadConstraints(limits).build();
        try (JsonParser parser = factory.createParser(text)) {
            return space(LocatedValue.read(parser));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            int tab = json ? 0 : tabbedLine(text);
            if (tab > 0) {
                throw new GraftException(
                        source + ", line " + tab
                                + ": found a tab before the text, which YAML does not allow. Indent with" + " blanks.",
                        e);
            }
            throw new GraftException(
                    source + ", line " + line + ": this is no " + (json ? "JSON" : "YAML") + " ("
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + "). Expected a table of axes.",
                    e);
        } catch (GraftException e) {
            throw new GraftException(source + ", " + e.getMessage(), e);
        } catch (IOException e) {
            throw new GraftException(source + " cannot be read (" + e + "). Expected a table of axes.", e);
        }
    }

    /** The first line, from 1, that is indented with a tab; 0 if none is. The parser's own words do not say it. */
    private static int tabbedLine(String text) {
        List<String> lines = text.lines().toList();
        return 1
                + IntStream.range(0, lines.size())
                        .filter(i -> lines.get(i).matches(" *\\t.*"))
                        .findFirst()
                        .orElse(-1);
    }

    private static SearchSpace space(LocatedValue document) {
        LocatedValue.Table shared = table(document);
        SearchSpace.Builder axes = axes(SearchSpace.builder(), shared);
        LocatedValue spaces = shared.values().get(SPACES);
        if (spaces == null) {
            return axes.build();
        }
        if (!(spaces instanceof LocatedValue.Sequence list) || list.values().isEmpty()) {
            throw expected(spaces, "a list of tables of axes");
        }
        SearchSpace base = axes.build();
        return list.values().stream()
                .map(entry -> base.with(builder -> inner(builder, table(entry))))
                .reduce(SearchSpace::and)
                .orElseThrow();
    }

    private static SearchSpace.Builder inner(SearchSpace.Builder builder, LocatedValue.Table table) {
        if (table.values().containsKey(SPACES)) {
            throw new GraftException("line " + table.values().get(SPACES).line()
                    + ": found spaces within a space, expected axes. Write one list of spaces.");
        }
        return axes(builder, table);
    }

    private static SearchSpace.Builder axes(SearchSpace.Builder builder, LocatedValue.Table table) {
        Map<String, LocatedValue> values = table.values();
        if (values.containsKey(REPEATS) && values.containsKey(Axis.SEED.id())) {
            throw expected(values.get(REPEATS), "either repeats or " + Axis.SEED.id() + ", not both");
        }
        values.forEach((name, value) -> {
            if (name.equals(REPEATS)) {
                at(value, () -> builder.repeats(Integer.parseInt(Axis.whole(scalar(value, ""), 1))));
            } else if (!name.equals(SPACES)) {
                Axis axis = at(Lookup.in(table.lines(), name, "line"), () -> Axis.byId(name));
                builder.axis(axis, texts(axis, value));
            }
        });
        return builder;
    }

    private static List<String> texts(Axis axis, LocatedValue value) {
        List<LocatedValue> values = value instanceof LocatedValue.Sequence list ? list.values() : List.of(value);
        if (values.isEmpty()) {
            throw expected(value, "at least one value of " + axis.id());
        }
        return values.stream()
                .map(each -> at(each, () -> axis.read(scalar(each, axis.usual()))))
                .toList();
    }

    private static String scalar(LocatedValue value, String missing) {
        if (value instanceof LocatedValue.Scalar scalar) {
            return scalar.missing() ? missing : scalar.text();
        }
        throw new GraftException("Found a list or table, expected a text or a number.");
    }

    private static LocatedValue.Table table(LocatedValue value) {
        if (value instanceof LocatedValue.Table table) {
            return table;
        }
        throw expected(value, "a table of axes, such as 'backbone: vgg19'");
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T at(LocatedValue value, Reading<T> reading) {
        return at(value.line(), reading);
    }

    private static <T> T at(int line, Reading<T> reading) {
        try {
            return reading.read();
        } catch (GraftException e) {
            throw new GraftException("line " + line + ": " + e.getMessage(), e);
        }
    }

    private static GraftException expected(LocatedValue value, String what) {
        return new GraftException("line " + value.line() + ": expected " + what + ".");
    }
}
