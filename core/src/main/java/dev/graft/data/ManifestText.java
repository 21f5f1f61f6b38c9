package dev.graft.data;

import dev.graft.error.GraftException;
import dev.graft.image.FileKind;
import dev.graft.image.ForeignFormat;
import dev.graft.image.ImageFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * A manifest's text: UTF-8, with commas, semicolons or tabs between its columns.
 *
 * @param file the CSV file
 */
record ManifestText(Path file) {
    private static final String EXPECTATION =
            "Expected a CSV file in UTF-8 with a header line such as path,label or path,label,group.";

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t');
    private static final int HEAD = 64 * 1024;

    /** What stands in UTF-16's first bytes, and is no text in UTF-8. */
    private static boolean isUtf16(byte[] head) {
        boolean marked = head.length > 1
                && ((head[0] == (byte) 0xFF && head[1] == (byte) 0xFE)
                        || (head[0] == (byte) 0xFE && head[1] == (byte) 0xFF));
        boolean alternating = head.length > 3 && (head[0] == 0 ^ head[1] == 0) && (head[2] == 0 ^ head[3] == 0);
        return marked || alternating;
    }

    /**
     * Hands its rows to somebody.
     *
     * @param wanted names of columns by which the delimiter is told
     * @throws GraftException if it is no such text, or a column is named twice
     */
    <T> T read(List<String> wanted, Function<CSVParser, T> reader) {
        byte[] head = head();
        requireText(head);
        CSVFormat format = format(delimiter(new String(head, StandardCharsets.UTF_8), wanted));
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            skipByteOrderMark(text);
            try (CSVParser rows = CSVParser.builder()
                    .setReader(text)
                    .setFormat(format.builder()
                            .setHeader()
                            .setSkipHeaderRecord(true)
                            .get())
                    .get()) {
                requireDistinct(rows.getHeaderNames());
                return reader.apply(rows);
            }
        } catch (CharacterCodingException e) {
            throw new GraftException("Manifest " + file + " is not UTF-8 text. Save it as CSV in UTF-8.", e);
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            if (cause instanceof CharacterCodingException) {
                throw new GraftException("Manifest " + file + " is not UTF-8 text. Save it as CSV in UTF-8.", e);
            }
            throw unreadable(cause == null ? e : cause);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw unreadable(e);
        }
    }

    private GraftException unreadable(Exception e) {
        return new GraftException("Manifest " + file + " cannot be read: " + e.getMessage() + ". " + EXPECTATION, e);
    }

    private byte[] head() {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void requireText(byte[] head) {
        if (head.length == 0) {
            throw new GraftException("Manifest " + file + " is empty. " + EXPECTATION);
        }
        if (isUtf16(head)) {
            throw new GraftException("Manifest " + file + " is UTF-16 text. Save it as CSV in UTF-8.");
        }
        FileKind kind = FileKind.of(head);
        if (kind == ForeignFormat.ZIP
                && file.toString().toLowerCase(Locale.ROOT).endsWith(".xlsx")) {
            throw new GraftException(file + " is an Excel workbook, not a manifest. Save its sheet as CSV in UTF-8.");
        }
        if (kind instanceof ImageFormat) {
            throw new GraftException(file + " is a " + kind.title() + " image, not a manifest. " + EXPECTATION
                    + " Or give the folder that holds the class folders.");
        }
        if (kind instanceof ForeignFormat format && format != ForeignFormat.TEXT && format != ForeignFormat.UNKNOWN) {
            throw new GraftException(
                    file + " is " + format.withArticle() + ", not a manifest. " + format.advice() + ". " + EXPECTATION);
        }
    }

    /** The one that finds the wanted columns, or else most columns. */
    private static char delimiter(String head, List<String> wanted) {
        char best = DELIMITERS.get(0);
        long most = -1;
        for (char delimiter : DELIMITERS) {
            List<String> names = header(head, delimiter);
            long found = wanted.stream()
                    .filter(column -> names.stream().anyMatch(column::equalsIgnoreCase))
                    .count();
            long score = found * HEAD + names.size();
            if (score > most) {
                most = score;
                best = delimiter;
            }
        }
        return best;
    }

    private static List<String> header(String head, char delimiter) {
        String text = head.isEmpty() || head.charAt(0) != BYTE_ORDER_MARK ? head : head.substring(1);
        try (CSVParser rows = CSVParser.builder()
                .setReader(new StringReader(text))
                .setFormat(format(delimiter))
                .get()) {
            var records = rows.iterator();
            List<String> names = new ArrayList<>();
            if (records.hasNext()) {
                records.next().forEach(names::add);
            }
            return names;
        } catch (IOException | RuntimeException e) {
            // It may be quoted for another delimiter; reading with the chosen one says what is wrong.
            return List.of();
        }
    }

    private static CSVFormat format(char delimiter) {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setTrim(true)
                .setIgnoreSurroundingSpaces(delimiter != '\t')
                .setIgnoreHeaderCase(true)
                .setAllowMissingColumnNames(true)
                .get();
    }

    /** Spreadsheets write one, and it would become part of the first column's name. */
    private static void skipByteOrderMark(Reader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
    }

    private void requireDistinct(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!name.isEmpty() && !seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new GraftException(
                        "Manifest " + file + " has two columns named \"" + name + "\". Rename or remove one of them.");
            }
        }
    }
}
