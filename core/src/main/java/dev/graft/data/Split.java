package dev.graft.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A data set cut into three disjoint parts.
 *
 * @param train indices into {@link ImageDataset#samples()} to learn from
 * @param validation indices to choose by
 * @param test indices kept sealed until the end, or of a fold, held out for this split alone; may be empty
 * @param seed the seed it was drawn with
 * @param guarantees what it guards against, one plain sentence each, for the report
 * @param warnings what it could not guard against, one plain sentence each, for the report
 * @param duplicates images kept on one side because they are equal or look alike, sorted by the first image's name
 * @param fold which one the test part is; empty if it is none
 */
public record Split(
        List<Integer> train,
        List<Integer> validation,
        List<Integer> test,
        long seed,
        List<String> guarantees,
        List<String> warnings,
        List<DuplicateSet> duplicates,
        Optional<Fold> fold) {
    public Split {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
        guarantees = List.copyOf(guarantees);
        warnings = List.copyOf(warnings);
        duplicates = List.copyOf(duplicates);
    }

    /** A split that was made without a look at the images. */
    public Split(
            List<Integer> train,
            List<Integer> validation,
            List<Integer> test,
            long seed,
            List<String> guarantees,
            List<String> warnings) {
        this(train, validation, test, seed, guarantees, warnings, List.of(), Optional.empty());
    }

    /** SHA-256 over the three parts, lower-case hexadecimal: with equal images, equal hashes are equal splits. */
    public String hash() {
        String parts = train + ";" + validation + ";" + test + ";";
        return ContentHash.of(parts.getBytes(StandardCharsets.US_ASCII));
    }
}
