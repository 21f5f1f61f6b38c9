package dev.graft.data;

import dev.graft.error.GraftException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which columns of a manifest hold what, and where its images lie. Names of columns are compared without regard to case.
 *
 * @param path column of the images' paths
 * @param label column of the classes; several are one-hot columns, each named like its class, of which every row has 1 in
 *     one and 0 in the others
 * @param group column of the groups; if empty, {@code group} where there is one
 * @param part column of the parts of a split that the images come with, see {@link Part#named}; if empty, {@code split}
 *     where there is one with nothing but such names in it, train among them
 * @param root what paths are relative to; if empty, the manifest's folder
 * @param extension what is put behind paths that do not end with it, without a dot; empty for nothing
 * @param further columns that are kept in {@link ImageSample#attributes()}; all others are ignored
 */
public record ManifestColumns(
        String path,
        List<String> label,
        Optional<String> group,
        Optional<String> part,
        Optional<Path> root,
        String extension,
        List<String> further) {
    /** @throws GraftException if the name of the path or label column is empty */
    public ManifestColumns {
        label = List.copyOf(label);
        further = List.copyOf(further);
        extension = extension.startsWith(".") ? extension.substring(1) : extension;
        if (path.isBlank() || label.isEmpty() || label.stream().anyMatch(String::isBlank)) {
            throw new GraftException("A manifest's columns need names. Found the path column \"" + path
                    + "\" and the label columns " + label + ".");
        }
    }

    /** Columns {@code path} and {@code label}, and {@code group} and {@code split} where they are. */
    public static ManifestColumns defaults() {
        return new ManifestColumns(
                "path", List.of("label"), Optional.empty(), Optional.empty(), Optional.empty(), "", List.of());
    }

    public ManifestColumns withPath(String column) {
        return new ManifestColumns(column, label, group, part, root, extension, further);
    }

    /** @param columns one, or the one-hot columns */
    public ManifestColumns withLabel(List<String> columns) {
        return new ManifestColumns(path, columns, group, part, root, extension, further);
    }

    public ManifestColumns withGroup(String column) {
        return new ManifestColumns(path, label, Optional.of(column), part, root, extension, further);
    }

    public ManifestColumns withPart(String column) {
        return new ManifestColumns(path, label, group, Optional.of(column), root, extension, further);
    }

    public ManifestColumns withRoot(Path folder) {
        return new ManifestColumns(path, label, group, part, Optional.of(folder), extension, further);
    }

    /** @param ending for example {@code jpg} */
    public ManifestColumns withExtension(String ending) {
        return new ManifestColumns(path, label, group, part, root, ending, further);
    }

    /** @param names columns to keep, such as {@code sex} and {@code site} */
    public ManifestColumns withFurther(List<String> names) {
        return new ManifestColumns(path, label, group, part, root, extension, names);
    }
}
