package dev.graft.data;

import dev.graft.error.GraftException;
import dev.graft.image.FileKind;
import dev.graft.image.ForeignFormat;
import dev.graft.io.FileNames;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What lies under a folder, links followed: every file is either one that is surely meant as an image, or counted as
 * passed over.
 *
 * @param root the folder
 * @param folders all folders below that were entered, sorted
 * @param below files to be opened as images, sorted, of each folder that holds any right in it or deeper
 * @param passedOver the rest, counted by kind
 */
record FolderListing(Path root, List<Path> folders, Map<Path, List<Path>> below, List<PassedOver> passedOver) {
    /** Some cannot be decoded, but are surely meant as images: better reported than passed over. */
    private static final Set<String> EXTENSIONS = Set.of(
            "jpg", "jpeg", "jpe", "jfif", "png", "bmp", "dib", "gif", "tif", "tiff", "webp", "heic", "heif", "avif",
            "jp2", "j2k", "jxl", "pbm", "pgm", "ppm", "pnm", "dcm");

    /** What is not decoded, but is a picture whatever its name: better reported than passed over. */
    private static final Set<ForeignFormat> PICTURES = EnumSet.range(ForeignFormat.AVIF, ForeignFormat.ZEISS);

    /** Of network storage, Windows, macOS and notebooks. */
    private static final Set<String> OTHER_PROGRAMS = Set.of(
            "__MACOSX",
            "@eaDir",
            "@Recycle",
            "#recycle",
            "$RECYCLE.BIN",
            "System Volume Information",
            "lost+found",
            "__pycache__",
            ".ipynb_checkpoints",
            ".git",
            ".svn",
            ".DS_Store",
            "Thumbs.db",
            "ehthumbs.db",
            "desktop.ini");

    /** One of these makes a folder one that Graft wrote. */
    private static final List<Set<String>> OWN_OUTPUTS = List.of(
            Set.of("model.graft"),
            Set.of("ledger.json"),
            Set.of("result.json", "report.html"),
            Set.of("result.json", "history.csv"),
            Set.of("cross-validation.json"),
            Set.of("explanations.csv"));

    /** @throws GraftException if the folder cannot be listed, or a name in it cannot be read as text */
    static FolderListing of(Path folder) {
        // Paths below the empty path have no parents to go up by.
        Path root = folder.toString().isEmpty() ? Path.of(".") : folder;
        Walk walk = new Walk(root);
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException e) {
            throw new GraftException("Listing folder " + root + " failed: " + e + ". Check that it may be read.", e);
        }
        return walk.listing();
    }

    FolderListing {
        folders = List.copyOf(folders);
        below = Map.copyOf(below);
        passedOver = List.copyOf(passedOver);
    }

    /** Names of the folders right below a folder. */
    List<Path> foldersIn(Path parent) {
        return folders.stream()
                .filter(folder -> parent.equals(folder.getParent()))
                .toList();
    }

    /** All images. */
    List<Path> images() {
        return imagesBelow(root);
    }

    /** Images that lie right in a folder. */
    List<Path> imagesRightIn(Path folder) {
        return imagesBelow(folder).stream()
                .filter(image -> folder.equals(image.getParent()))
                .toList();
    }

    /** Images that lie in a folder or deeper. */
    List<Path> imagesBelow(Path folder) {
        return below.getOrDefault(folder, List.of());
    }

    /** A path's name relative to the root, with {@code /} as separator. */
    String name(Path path) {
        List<String> parts = new ArrayList<>();
        root.relativize(path).forEach(part -> parts.add(part.toString()));
        return String.join("/", parts);
    }

    /** Goes through the tree once. */
    private static final class Walk implements FileVisitor<Path> {
        private final Path root;
        private final List<Path> folders = new ArrayList<>();
        private final List<Path> images = new ArrayList<>();
        private final TreeMap<String, PassedOver> tally = new TreeMap<>();

        Walk(Path root) {
            this.root = root;
        }

        FolderListing listing() {
            Collections.sort(folders);
            Collections.sort(images);
            Map<Path, List<Path>> below = new HashMap<>();
            for (Path image : images) {
                for (Path folder = image.getParent();
                        folder != null && !folder.equals(root);
                        folder = folder.getParent()) {
                    below.computeIfAbsent(folder, key -> new ArrayList<>()).add(image);
                }
            }
            below.put(root, images);
            return new FolderListing(root, folders, below, List.copyOf(tally.values()));
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            Optional<PassedOver.Kind> other = byName(folder);
            if (other.isEmpty() && isOwnOutput(folder)) {
                other = Optional.of(PassedOver.Kind.OWN_OUTPUT);
            }
            if (other.isPresent()) {
                passOver(other.get(), Optional.empty(), folder);
                return FileVisitResult.SKIP_SUBTREE;
            }
            FileNames.requireText(folder);
            folders.add(folder);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Optional<PassedOver.Kind> other = byName(file);
            if (other.isPresent()) {
                passOver(other.get(), Optional.empty(), file);
            } else if (attributes.isSymbolicLink()) {
                // Links are followed: what is still one leads nowhere.
                passOver(PassedOver.Kind.DANGLING_LINK, Optional.empty(), file);
            } else if (!attributes.isRegularFile()) {
                passOver(PassedOver.Kind.SPECIAL, Optional.empty(), file);
            } else {
                sort(file);
            }
            return FileVisitResult.CONTINUE;
        }

        /** By the name where it promises an image, so that a broken one is reported; else by the content. */
        private void sort(Path file) {
            FileNames.requireText(file);
            if (hasImageExtension(file)) {
                images.add(file);
                return;
            }
            try {
                FileKind found = FileKind.of(file);
                if (found instanceof ForeignFormat format && !PICTURES.contains(format)) {
                    passOver(PassedOver.Kind.NO_IMAGE, Optional.of(format), file);
                } else {
                    images.add(file);
                }
            } catch (IOException e) {
                passOver(PassedOver.Kind.FORBIDDEN, Optional.empty(), file);
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
            if (file.equals(root)) {
                throw problem;
            }
            passOver(
                    problem instanceof FileSystemLoopException ? PassedOver.Kind.LINK_LOOP : PassedOver.Kind.FORBIDDEN,
                    Optional.empty(),
                    file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
            if (problem != null) {
                throw problem;
            }
            return FileVisitResult.CONTINUE;
        }

        private static Optional<PassedOver.Kind> byName(Path path) {
            String name = path.getFileName().toString();
            if (OTHER_PROGRAMS.contains(name)) {
                return Optional.of(PassedOver.Kind.OTHER_PROGRAM);
            }
            return name.startsWith(".") ? Optional.of(PassedOver.Kind.HIDDEN) : Optional.empty();
        }

        private static boolean isOwnOutput(Path folder) {
            return OWN_OUTPUTS.stream()
                    .anyMatch(files -> files.stream().allMatch(file -> Files.isRegularFile(folder.resolve(file))));
        }

        private void passOver(PassedOver.Kind kind, Optional<ForeignFormat> format, Path path) {
            String name = FileNames.shown(root.relativize(path).toString().replace('\\', '/'));
            tally.merge(
                    kind + " " + format.map(ForeignFormat::title).orElse(""),
                    new PassedOver(kind, format, 1, name),
                    (a, b) -> new PassedOver(
                            kind,
                            format,
                            a.count() + b.count(),
                            a.example().compareTo(b.example()) < 0 ? a.example() : b.example()));
        }

        private static boolean hasImageExtension(Path path) {
            String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
            return name.contains(".") && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
        }
    }
}
