package dev.graft.cli;

import dev.graft.data.ImageFiles;
import dev.graft.error.GraftException;
import dev.graft.io.FileNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Images that are named on the command line: files, folders and lists of them.
 *
 * @param arguments as they were given
 */
record ImageArguments(List<String> arguments) {
    static final String DESCRIPTION =
            "Images; folders, for all images in them; @FILE, a list with one path a line; or -, such a list from standard"
                    + " input.";

    private static final String STANDARD_INPUT = "-";
    private static final String LIST = "@";

    /**
     * The images in the order given, those of a folder sorted.
     *
     * @param notes told what is passed over in folders
     * @throws GraftException if a folder holds no image, or a list cannot be read
     */
    List<Path> files(PrintWriter notes) {
        List<Path> files = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals(STANDARD_INPUT)) {
                // Not closed: it is not ours.
                list(new InputStreamReader(System.in, StandardCharsets.UTF_8), "standard input")
                        .forEach(path -> add(path, files, notes));
            } else if (argument.startsWith(LIST)) {
                list(path(argument.substring(1))).forEach(path -> add(path, files, notes));
            } else {
                add(path(argument), files, notes);
            }
        }
        return files;
    }

    private static void add(Path path, List<Path> files, PrintWriter notes) {
        if (!Files.isDirectory(path)) {
            files.add(path);
            return;
        }
        ImageFiles found = ImageFiles.in(path);
        found.passedOver().forEach(kind -> notes.println("Passed over in " + path + ": " + kind.describe()));
        notes.flush();
        if (found.files().isEmpty()) {
            throw new GraftException(
                    "Folder " + path + " holds no images. Name image files, or a folder that has some.");
        }
        files.addAll(found.files());
    }

    private static List<Path> list(Path file) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return list(reader, file.toString());
        } catch (IOException e) {
            throw new GraftException(
                    "The list of images " + file + " cannot be read (" + e
                            + "). Expected a text file in UTF-8 with one path a line; a file whose name begins with @ is"
                            + " named with ./ before it.",
                    e);
        }
    }

    private static List<Path> list(Reader text, String source) {
        try {
            List<Path> paths = new ArrayList<>();
            BufferedReader reader = new BufferedReader(text);
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String path = paths.isEmpty() && line.startsWith("\uFEFF") ? line.substring(1) : line;
                if (!path.isBlank()) {
                    paths.add(path(path));
                }
            }
            return paths;
        } catch (IOException e) {
            throw new GraftException(
                    "The list of images from " + source + " cannot be read (" + e
                            + "). Expected UTF-8 text with one path a line.",
                    e);
        }
    }

    private static Path path(String text) {
        FileNames.requireText(text);
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            FileNames.requireEncodable(text);
            throw new GraftException("\"" + text + "\" is no path (" + e.getReason() + "). Check it.", e);
        }
    }
}
