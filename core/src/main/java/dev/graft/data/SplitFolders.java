package dev.graft.data;

import dev.graft.error.GraftException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A split whose parts lie in folders at different places, each with one folder of images for each class. Where all parts
 * lie in one folder, {@link ImageFolder} finds them.
 *
 * @param train what is learnt from
 * @param validation what is chosen by; if empty it is taken out of {@code train} by the splitter
 * @param test what is kept sealed; if empty it is taken out of {@code train} by the splitter
 */
public record SplitFolders(Path train, Optional<Path> validation, Optional<Path> test) {
    /** @throws GraftException if neither a validation nor a test folder is given */
    public SplitFolders {
        if (validation.isEmpty() && test.isEmpty()) {
            throw new GraftException("Found neither a validation nor a test folder beside " + train
                    + ". Give one of them, or read the folder alone.");
        }
    }

    /** Reads with {@link ReadOptions#defaults()}. */
    public ImageDataset read() {
        return read(ReadOptions.defaults());
    }

    /**
     * Lists the images and opens each of them.
     *
     * @return samples whose {@link ImageSample#name() names} are relative to their part's folder, with the {@link
     *     Part#id() part's name} and {@code /} before it
     * @throws GraftException as {@link ImageFolder#read}; also if a folder comes with a split itself, or the options ignore
     *     splits
     */
    public ImageDataset read(ReadOptions options) {
        if (options.readySplit() == ReadOptions.ReadySplit.IGNORE) {
            throw new GraftException("Folders for parts of a split were given, and that such splits be ignored"
                    + " (--ready-split ignore). Choose one of the two.");
        }
        Map<Part, Path> folders = new EnumMap<>(Part.class);
        folders.put(Part.TRAIN, train);
        validation.ifPresent(folder -> folders.put(Part.VALIDATION, folder));
        test.ifPresent(folder -> folders.put(Part.TEST, folder));
        SortedSet<String> classes = new TreeSet<>();
        List<Candidate> candidates = new ArrayList<>();
        List<PassedOver> passedOver = new ArrayList<>();
        folders.forEach((part, folder) -> {
            ImageFolder.requireFolder(folder);
            ListedImages listed = new FolderLayout(FolderListing.of(folder), options).read();
            classes.addAll(listed.classes());
            listed.candidates().forEach(candidate -> candidates.add(placed(candidate, part, folder)));
            listed.passedOver().forEach(kind -> passedOver.add(kind.below(part.id())));
        });
        return new DatasetReader(train.toString(), options).read(new ListedImages(classes, candidates, passedOver));
    }

    private static Candidate placed(Candidate candidate, Part part, Path folder) {
        if (candidate.part().isPresent()) {
            throw new GraftException("Folder " + folder + " comes with a split of its own, and was given as the "
                    + part.id() + " part of another. Give one of the two, for example its folder "
                    + candidate.part().get().id() + " alone.");
        }
        return new Candidate(
                candidate.path(),
                part.id() + "/" + candidate.name(),
                candidate.label(),
                candidate.group(),
                Optional.of(part));
    }
}
