package dev.graft.data;

import dev.graft.error.GraftException;
import dev.graft.io.FileNames;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Makes candidates of a manifest's rows. */
record ManifestRows(Path file, ManifestColumns columns, ReadOptions options) {
    private static final String GROUP = "group";
    private static final String PART = "split";
    private static final Set<String> ONE = Set.of("1", "1.0", "true", "yes");
    private static final Set<String> ZERO = Set.of("0", "0.0", "false", "no", "");

    /** @throws GraftException if a column is missing, or a row cannot be understood */
    List<Candidate> read(CSVParser rows) {
        List<String> names = rows.getHeaderNames();
        requireColumns(names);
        List<Candidate> candidates = new ArrayList<>();
        List<String> withoutLabel = new ArrayList<>();
        Map<Path, Long> lines = new HashMap<>();
        ListedPaths paths = new ListedPaths();
        for (CSVRecord row : rows) {
            long line = rows.getCurrentLineNumber();
            Candidate candidate = candidate(row, line, paths, withoutLabel);
            Long earlier = lines.putIfAbsent(candidate.path(), line);
            if (earlier != null) {
                throw new GraftException("Manifest " + file + " lists " + candidate.name() + " twice, in lines "
                        + earlier + " and " + line + ". Remove one of them.");
            }
            candidates.add(candidate);
        }
        options.labelPattern()
                .ifPresent(pattern ->
                        FolderLayout.requireAllMatch(new NamePattern(pattern), withoutLabel, candidates.size()));
        return candidates;
    }

    private void requireColumns(List<String> names) {
        requireColumn(columns.path(), "--path-column", names);
        if (options.labelPattern().isEmpty()) {
            columns.label().forEach(column -> requireColumn(column, "--label-column", names));
        } else if (columns.label().stream().anyMatch(column -> has(names, column))) {
            throw new GraftException("Manifest " + file + " has a column \""
                    + columns.label().get(0) + "\", and a label pattern was given too. Keep one of the two.");
        }
        columns.group().ifPresent(column -> requireColumn(column, "--group-column", names));
        columns.part().ifPresent(column -> requireColumn(column, "--split-column", names));
        columns.further().forEach(column -> requireColumn(column, "--subgroup", names));
        if (options.groupPattern().isPresent() && has(names, columns.group().orElse(GROUP))) {
            throw new GraftException("Manifest " + file + " has a column \""
                    + columns.group().orElse(GROUP)
                    + "\", and a group pattern was given too. Keep one of the two.");
        }
    }

    private void requireColumn(String column, String option, List<String> names) {
        if (!has(names, column)) {
            throw new GraftException("Manifest " + file + " has no column \"" + column + "\", only: "
                    + String.join(", ", names) + ". Expected a CSV file with a header line path,label or"
                    + " path,label,group; say with " + option + " which column it is"
                    + (option.equals("--label-column") ? ", or which several if they hold 1 and 0." : "."));
        }
    }

    private static boolean has(List<String> names, String column) {
        return names.stream().anyMatch(column::equalsIgnoreCase);
    }

    private Candidate candidate(CSVRecord row, long line, ListedPaths paths, List<String> withoutLabel) {
        String listed = value(row, columns.path(), line);
        String ending = "." + columns.extension();
        if (ending.length() > 1 && !listed.toLowerCase(Locale.ROOT).endsWith(ending.toLowerCase(Locale.ROOT))) {
            listed += ending;
        }
        try {
            // Lists written on Windows are to work elsewhere too.
            Path path = Path.of(listed.replace('\\', '/'));
            Path folder = columns.root()
                    .orElse(file.toAbsolutePath().normalize().resolveSibling(""))
                    .toAbsolutePath()
                    .normalize();
            Path resolved = folder.resolve(path).normalize();
            boolean relative = !path.isAbsolute() || resolved.startsWith(folder);
            String name = (relative ? folder.relativize(resolved) : resolved)
                    .toString()
                    .replace('\\', '/');
            return new Candidate(
                    paths.find(resolved),
                    name,
                    label(row, line, name, withoutLabel),
                    optional(row, columns.group().orElse(GROUP)),
                    part(row, line),
                    attributes(row));
        } catch (InvalidPathException e) {
            FileNames.requireEncodable(listed);
            throw new GraftException("Manifest " + file + ", line " + line + ": \"" + listed + "\" is no path.", e);
        }
    }

    private String label(CSVRecord row, long line, String name, List<String> withoutLabel) {
        if (options.labelPattern().isPresent()) {
            Optional<String> label = new NamePattern(options.labelPattern().get()).find(name);
            if (label.isEmpty()) {
                withoutLabel.add(name);
            }
            return label.orElse("");
        }
        return columns.label().size() == 1 ? value(row, columns.label().get(0), line) : hot(row, line);
    }

    /** The one column of several that has a 1. */
    private String hot(CSVRecord row, long line) {
        List<String> hot = new ArrayList<>();
        for (String column : columns.label()) {
            String value = optional(row, column).orElse("").toLowerCase(Locale.ROOT);
            if (ONE.contains(value)) {
                hot.add(column);
            } else if (!ZERO.contains(value)) {
                throw new GraftException("Manifest " + file + ", line " + line + ": column \"" + column + "\" holds \""
                        + value + "\". Expected 1 or 0 in each of several label columns.");
            }
        }
        if (hot.size() != 1) {
            throw new GraftException("Manifest " + file + ", line " + line + ": "
                    + (hot.isEmpty() ? "no label column holds a 1" : "the label columns " + hot + " hold a 1 each")
                    + ". Expected exactly one 1: a classifier knows one class of each image.");
        }
        return hot.get(0);
    }

    private Optional<Part> part(CSVRecord row, long line) {
        Optional<String> text = optional(row, columns.part().orElse(PART));
        Optional<Part> part = text.flatMap(Part::named);
        if (columns.part().isPresent() && part.isEmpty()) {
            throw new GraftException("Manifest " + file + ", line " + line + ": column \""
                    + columns.part().get() + "\" holds \"" + text.orElse("")
                    + "\". Expected train, validation (or val) or test.");
        }
        return part;
    }

    private static Optional<String> optional(CSVRecord row, String column) {
        return row.isSet(column) ? Optional.of(row.get(column)).filter(text -> !text.isEmpty()) : Optional.empty();
    }

    private Map<String, String> attributes(CSVRecord row) {
        Map<String, String> attributes = new HashMap<>();
        columns.further().forEach(column -> optional(row, column).ifPresent(value -> attributes.put(column, value)));
        return attributes;
    }

    private String value(CSVRecord row, String column, long line) {
        return optional(row, column)
                .orElseThrow(() -> new GraftException("Manifest " + file + ", line " + line + ": the " + column
                        + " is empty. Fill it in, or remove the line."));
    }
}
