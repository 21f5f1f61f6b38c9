package dev.graft.data;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a folder or manifest names, before a file of it was opened.
 *
 * @param classes all class names, also of classes without an image
 * @param candidates the files
 * @param passedOver what lay among them and is no image
 */
record ListedImages(SortedSet<String> classes, List<Candidate> candidates, List<PassedOver> passedOver) {
    /** The classes are those of the files. */
    static ListedImages of(List<Candidate> candidates, List<PassedOver> passedOver) {
        SortedSet<String> classes = new TreeSet<>();
        candidates.forEach(candidate -> classes.add(candidate.label()));
        return new ListedImages(classes, candidates, passedOver);
    }
}
