package dev.graft.testkit.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The entries of a zip file, to be changed and written again, not packed.
 *
 * @param entries in order
 */
public record ZipContent(List<Entry> entries) {
    /** One entry. */
    public record Entry(String name, byte[] content) {}

    public static ZipContent of(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<Entry> entries = new ArrayList<>();
            for (ZipEntry entry : zip.stream().toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.add(new Entry(entry.getName(), in.readAllBytes()));
                }
            }
            return new ZipContent(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] get(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow()
                .content();
    }

    public String text(String name) {
        return new String(get(name), StandardCharsets.UTF_8);
    }

    public ZipContent without(String name) {
        return new ZipContent(
                entries.stream().filter(entry -> !entry.name().equals(name)).toList());
    }

    /** With one more entry at the end. */
    public ZipContent and(String name, byte[] content) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(new Entry(name, content));
        return new ZipContent(more);
    }

    public ZipContent with(String name, byte[] content) {
        return new ZipContent(entries.stream()
                .map(entry -> entry.name().equals(name) ? new Entry(name, content) : entry)
                .toList());
    }

    public ZipContent with(String name, UnaryOperator<String> change) {
        return with(name, change.apply(text(name)).getBytes(StandardCharsets.UTF_8));
    }

    /** Written as this library writes archives. */
    public byte[] stored() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Entry entry : entries) {
                CRC32 checksum = new CRC32();
                checksum.update(entry.content());
                ZipEntry header = new ZipEntry(entry.name());
                header.setMethod(ZipEntry.STORED);
                header.setSize(entry.content().length);
                header.setCrc(checksum.getValue());
                zip.putNextEntry(header);
                zip.write(entry.content());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public void write(Path file) {
        try {
            Files.write(file, stored());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
