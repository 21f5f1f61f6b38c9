package dev.graft.data;

import dev.graft.error.GraftException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Tells which class and part each image of a folder belongs to, by the folders or by a pattern of names. */
record FolderLayout(FolderListing listing, ReadOptions options) {
    private static final String EXPECTATION =
            "Expected a folder that holds one folder of images for each class, such as normal/ and stroke/.";

    private Path root() {
        return listing.root();
    }

    /** @throws GraftException if an image has no class, or the folders can be understood in two ways */
    ListedImages read() {
        List<Path> top = listing.foldersIn(root());
        if (listing.images().isEmpty()) {
            throw new GraftException(
                    top.isEmpty() && listing.passedOver().isEmpty()
                            ? "Folder " + root() + " is empty. " + EXPECTATION
                            : "No images were found in " + root() + passedOver() + ". " + EXPECTATION);
        }
        if (options.labelPattern().isPresent()) {
            return byPattern(top, new NamePattern(options.labelPattern().get()));
        }
        requireNoneRightIn(root());
        Map<Path, Part> parts = parts(top);
        if (isReadySplit(parts)) {
            return readySplit(top, parts);
        }
        if (looksLikeSplit(top, parts) && options.readySplit() == ReadOptions.ReadySplit.USE) {
            throw unclearSplit(parts);
        }
        return classFolders(top);
    }

    private String passedOver() {
        return listing.passedOver().isEmpty()
                ? ""
                : " ("
                        + String.join(
                                "; ",
                                listing.passedOver().stream()
                                        .map(PassedOver::describe)
                                        .toList())
                        + ")";
    }

    private void requireNoneRightIn(Path folder) {
        List<Path> stray = listing.imagesRightIn(folder);
        if (!stray.isEmpty()) {
            throw new GraftException(
                    stray.size() + (stray.size() == 1 ? " image lies" : " images lie") + " directly in " + folder
                            + ", for example " + stray.get(0).getFileName() + ", so their class is unknown. "
                            + EXPECTATION
                            + " If the class is in the file names, say where with a label pattern (--label-pattern).");
        }
    }

    private ListedImages byPattern(List<Path> top, NamePattern pattern) {
        Map<Path, Part> parts = parts(top);
        boolean split = options.readySplit() == ReadOptions.ReadySplit.USE
                && parts.containsValue(Part.TRAIN)
                && parts.size() > 1
                && listing.imagesRightIn(root()).isEmpty()
                && top.stream()
                        .allMatch(folder -> parts.containsKey(folder)
                                || listing.imagesBelow(folder).isEmpty());
        if (split) {
            requireOneFolderAPart(parts);
        }
        List<Candidate> candidates = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        for (Path image : listing.images()) {
            String name = listing.name(image);
            Optional<String> label = pattern.find(name);
            if (label.isEmpty()) {
                missed.add(name);
                continue;
            }
            Optional<Part> part = split
                    ? parts.entrySet().stream()
                            .filter(entry -> image.startsWith(entry.getKey()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                    : Optional.empty();
            candidates.add(new Candidate(image, name, label.get(), Optional.empty(), part));
        }
        requireAllMatch(pattern, missed, listing.images().size());
        return ListedImages.of(candidates, listing.passedOver());
    }

    /** @throws GraftException if some names did not match */
    static void requireAllMatch(NamePattern pattern, List<String> missed, int all) {
        if (!missed.isEmpty()) {
            throw new GraftException("The label pattern \"" + pattern.pattern() + "\" finds no class in "
                    + missed.size() + " of " + all + " images, for example \"" + missed.get(0)
                    + "\". It must match every image; change it, or remove what does not belong.");
        }
    }

    /** Folders that are named like parts of a split, in the parts' order. */
    private static Map<Path, Part> parts(List<Path> top) {
        Map<Path, Part> parts = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            top.stream()
                    .filter(folder -> Part.named(folder.getFileName().toString())
                            .filter(part::equals)
                            .isPresent())
                    .forEach(folder -> parts.put(folder, part));
        }
        return parts;
    }

    /** A train folder and another part with a class folder of the same name inside. */
    private boolean isReadySplit(Map<Path, Part> parts) {
        SortedSet<String> learnt = new TreeSet<>();
        SortedSet<String> others = new TreeSet<>();
        parts.forEach((folder, part) -> (part == Part.TRAIN ? learnt : others).addAll(classesIn(folder)));
        learnt.retainAll(others);
        return !learnt.isEmpty();
    }

    /** Nothing but folders named like parts, train among them: hardly ever are these classes. */
    private boolean looksLikeSplit(List<Path> top, Map<Path, Part> parts) {
        return parts.containsValue(Part.TRAIN)
                && parts.size() > 1
                && top.stream()
                        .allMatch(folder -> parts.containsKey(folder)
                                || listing.imagesBelow(folder).isEmpty());
    }

    private GraftException unclearSplit(Map<Path, Part> parts) {
        List<String> found = new ArrayList<>();
        parts.keySet().forEach(folder -> {
            int images = listing.imagesRightIn(folder).size();
            SortedSet<String> classes = classesIn(folder);
            found.add(folder.getFileName() + "/ with "
                    + (classes.isEmpty() ? images + " images and no class folders" : "the classes " + shown(classes)));
        });
        return new GraftException(
                "The folders in " + root() + " are named like the parts of a split, but hold no class in"
                        + " common: " + String.join(", ", found) + ". Expected the same class folders in each, such as"
                        + " train/normal/ and test/normal/. Give train/ alone if the others have no labels; if these folders"
                        + " are classes, say so (--ready-split ignore).");
    }

    private static String shown(SortedSet<String> names) {
        return names.size() <= 5
                ? String.join(", ", names)
                : String.join(", ", names.stream().limit(5).toList()) + ", ...";
    }

    /** Folders inside that hold images. */
    private SortedSet<String> classesIn(Path folder) {
        SortedSet<String> classes = new TreeSet<>();
        listing.foldersIn(folder).stream()
                .filter(inner -> !listing.imagesBelow(inner).isEmpty())
                .forEach(inner -> classes.add(label(inner)));
        return classes;
    }

    private ListedImages readySplit(List<Path> top, Map<Path, Part> parts) {
        boolean use = options.readySplit() == ReadOptions.ReadySplit.USE;
        for (Path folder : top) {
            if (!parts.containsKey(folder) && !listing.imagesBelow(folder).isEmpty()) {
                throw new GraftException("Beside " + names(parts) + " in " + root() + " lies the folder "
                        + folder.getFileName() + "/ with images, which is no part of a split that is known (train,"
                        + " validation, test). Move it away.");
            }
        }
        if (use) {
            requireOneFolderAPart(parts);
        }
        SortedSet<String> classes = new TreeSet<>();
        List<Candidate> candidates = new ArrayList<>();
        parts.forEach((folder, part) -> {
            requireNoneRightIn(folder);
            for (Path inner : listing.foldersIn(folder)) {
                classes.add(label(inner));
                candidates.addAll(candidates(inner, use ? Optional.of(part) : Optional.empty()));
            }
        });
        return new ListedImages(classes, candidates, listing.passedOver());
    }

    private void requireOneFolderAPart(Map<Path, Part> parts) {
        for (Part part : Part.values()) {
            List<String> folders = parts.entrySet().stream()
                    .filter(entry -> entry.getValue() == part)
                    .map(entry -> entry.getKey().getFileName() + "/")
                    .toList();
            if (folders.size() > 1) {
                throw new GraftException("The folders " + String.join(" and ", folders) + " in " + root()
                        + " are both named like the " + part.id() + " part. Keep one of them.");
            }
        }
    }

    private static String names(Map<Path, Part> parts) {
        return String.join(
                ", ",
                parts.keySet().stream()
                        .map(folder -> folder.getFileName() + "/")
                        .toList());
    }

    private ListedImages classFolders(List<Path> top) {
        SortedSet<String> classes = new TreeSet<>();
        List<Candidate> candidates = new ArrayList<>();
        for (Path folder : top) {
            classes.add(label(folder));
            candidates.addAll(candidates(folder, Optional.empty()));
        }
        if (classes.size() == 1 && listing.foldersIn(top.get(0)).size() > 1) {
            throw new GraftException("Found only one class in " + root() + ": " + classes.first()
                    + ". A classifier needs images of at least two classes. If the folders inside are the classes, give "
                    + top.get(0) + ".");
        }
        return new ListedImages(classes, candidates, listing.passedOver());
    }

    private List<Candidate> candidates(Path classFolder, Optional<Part> part) {
        String label = label(classFolder);
        return listing.imagesBelow(classFolder).stream()
                .map(path -> new Candidate(path, listing.name(path), label, Optional.empty(), part))
                .toList();
    }

    /** Letters composed, so that a class has one name wherever its folder was made. */
    private static String label(Path folder) {
        return Normalizer.normalize(folder.getFileName().toString(), Normalizer.Form.NFC);
    }
}
