package dev.graft.data;

import java.util.List;

/**
 * Images that a split keeps on one side because they are equal or look alike.
 *
 * @param exact whether the files are equal; else they look alike
 * @param images their names, sorted, at least two
 * @param classes names of the classes they are labelled with, sorted; more than one is suspicious
 */
public record DuplicateSet(boolean exact, List<String> images, List<String> classes) {
    public DuplicateSet {
        images = List.copyOf(images);
        classes = List.copyOf(classes);
    }
}
