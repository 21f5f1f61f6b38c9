package dev.graft.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds listed files whose names are on disk with other code points for the same letters: macOS decomposes {@code é} into
 * two, most lists hold it as one. Remembers folders; for one thread.
 */
final class ListedPaths {
    private final Map<Path, Map<String, Path>> folders = new HashMap<>();

    /** The file as it is on disk; the path as it is if there is none. */
    Path find(Path listed) {
        if (Files.exists(listed) || isAscii(listed.toString()) || listed.getParent() == null) {
            return listed;
        }
        Path folder = find(listed.getParent());
        String name = composed(listed.getFileName().toString());
        return folders.computeIfAbsent(folder, ListedPaths::entries)
                .getOrDefault(name, folder.resolve(listed.getFileName()));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static Map<String, Path> entries(Path folder) {
        Map<String, Path> entries = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            all.forEach(entry -> entries.put(composed(entry.getFileName().toString()), entry));
        } catch (IOException e) {
            // Files in a folder that cannot be listed are reported as missing, by name.
            return Map.of();
        }
        return entries;
    }

    private static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }
}
