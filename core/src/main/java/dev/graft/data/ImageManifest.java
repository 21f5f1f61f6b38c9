package dev.graft.data;

import dev.graft.GraftException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file (UTF-8, comma-separated, with a header) that lists images: a column {@code path}, relative to the file's
 * folder or absolute, a column {@code label}, and optionally a column {@code group}; other columns are ignored. Blanks
 * around values do not count. An empty group means that the group is not known.
 *
 * @param file the CSV file
 */
public record ImageManifest(Path file) {
    private static final String PATH = "path";
    private static final String LABEL = "label";
    private static final String GROUP = "group";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int EXAMPLES = 5;

    /** Reads with {@link ReadOptions#defaults()}. */
    public ImageDataset read() {
        return read(ReadOptions.defaults());
    }

    /**
     * Reads the list and opens every image on it.
     *
     * @return samples whose {@link ImageSample#name() names} are the paths relative to the manifest's folder; an
     *     absolute path that leads elsewhere stays as it is
     * @throws GraftException if the file cannot be read as CSV, or lacks a column or any row; if a path or label is
     *     empty, a path is listed twice or a listed file is missing; if there are fewer than two classes, or fewer than
     *     two readable images in a class; if groups come from both a column and a pattern, or the pattern fails on an
     *     image; if a file is unreadable and that is to be fatal; or on interruption
     */
    public ImageDataset read(ReadOptions options) {
        if (!Files.isRegularFile(file)) {
            throw new GraftException("Manifest " + file + (Files.exists(file) ? " is not a file" : " does not exist")
                    + ". " + expectation());
        }
        List<Candidate> candidates = candidates(options);
        if (candidates.isEmpty()) {
            throw new GraftException("Manifest " + file + " lists no images below its header. " + expectation());
        }
        checkMissing(candidates);
        TreeSet<String> classes = new TreeSet<>();
        candidates.forEach(candidate -> classes.add(candidate.label()));
        return new DatasetReader(file.toString(), options).read(classes, candidates);
    }

    private static String expectation() {
        return "Expected a CSV file with a header line path,label or path,label,group.";
    }

    private List<Candidate> candidates(ReadOptions options) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setTrim(true)
                .setIgnoreHeaderCase(true)
                .get();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            skipByteOrderMark(reader);
            try (CSVParser rows =
                    CSVParser.builder().setReader(reader).setFormat(format).get()) {
                checkHeader(rows.getHeaderNames(), options);
                return rows(rows);
            }
        } catch (CharacterCodingException e) {
            throw new GraftException("Manifest " + file + " is not UTF-8 text. Save it as CSV in UTF-8.", e);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new GraftException(
                    "Manifest " + file + " cannot be read: " + e.getMessage() + ". " + expectation(), e);
        }
    }

    /** Spreadsheets write one, and it would become part of the first column's name. */
    private static void skipByteOrderMark(Reader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK.charAt(0)) {
            reader.reset();
        }
    }

    private void checkHeader(List<String> names, ReadOptions options) {
        for (String wanted : List.of(PATH, LABEL)) {
            if (names.stream().noneMatch(wanted::equalsIgnoreCase)) {
                throw new GraftException("Manifest " + file + " has no column \"" + wanted + "\", only: "
                        + String.join(", ", names) + ". " + expectation());
            }
        }
        if (options.groupPattern().isPresent() && names.stream().anyMatch(GROUP::equalsIgnoreCase)) {
            throw new GraftException("Manifest " + file
                    + " has a column \"group\", and a group pattern was given too. Keep one of the two.");
        }
    }

    private List<Candidate> rows(CSVParser rows) {
        List<Candidate> candidates = new ArrayList<>();
        Map<Path, Long> lines = new HashMap<>();
        for (CSVRecord row : rows) {
            long line = rows.getCurrentLineNumber();
            Candidate candidate = candidate(row, line);
            Long earlier = lines.putIfAbsent(candidate.path(), line);
            if (earlier != null) {
                throw new GraftException("Manifest " + file + " lists " + candidate.name() + " twice, in lines "
                        + earlier + " and " + line + ". Remove one of them.");
            }
            candidates.add(candidate);
        }
        return candidates;
    }

    private Candidate candidate(CSVRecord row, long line) {
        String path = value(row, PATH, line);
        String label = value(row, LABEL, line);
        Optional<String> group =
                row.isSet(GROUP) ? Optional.of(row.get(GROUP)).filter(g -> !g.isEmpty()) : Optional.empty();
        try {
            // Lists written on Windows are to work elsewhere too.
            Path listed = Path.of(path.replace('\\', '/'));
            Path folder = file.toAbsolutePath().normalize().getParent();
            Path resolved = folder.resolve(listed).normalize();
            boolean relative = !listed.isAbsolute() || resolved.startsWith(folder);
            String name = (relative ? folder.relativize(resolved) : resolved).toString();
            return new Candidate(resolved, name.replace('\\', '/'), label, group);
        } catch (InvalidPathException e) {
            throw new GraftException("Manifest " + file + ", line " + line + ": \"" + path + "\" is no path.", e);
        }
    }

    private String value(CSVRecord row, String column, long line) {
        String value = row.isSet(column) ? row.get(column) : "";
        if (value.isEmpty()) {
            throw new GraftException("Manifest " + file + ", line " + line + ": the " + column
                    + " is empty. Fill it in, or remove the line.");
        }
        return value;
    }

    private void checkMissing(List<Candidate> candidates) {
        List<String> missing = candidates.stream()
                .filter(candidate -> !Files.isRegularFile(candidate.path()))
                .map(Candidate::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new GraftException(missing.size() + " of " + candidates.size() + " files listed in " + file
                    + " do not exist, for example "
                    + String.join(", ", missing.subList(0, Math.min(EXAMPLES, missing.size())))
                    + ". Paths are relative to the manifest's folder "
                    + file.toAbsolutePath().getParent()
                    + "; correct them, or remove the lines.");
        }
    }
}
