package dev.graft.augment.policy;

import dev.graft.error.GraftException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The policies that have names, of all families on the class path. */
public final class AugmentationPresets {
    private AugmentationPresets() {}

    /** Their names, those of a family in its order. */
    public static List<String> names() {
        return List.copyOf(all().keySet());
    }

    /**
     * A preset.
     *
     * @throws GraftException if there is none of this name; the message lists those there are
     */
    public static AugmentationPolicy byName(String name) {
        return Optional.ofNullable(all().get(name))
                .orElseThrow(() -> new GraftException(
                        "There is no augmentation '" + name + "'. Known are " + String.join(", ", names()) + "."));
    }

    /**
     * A preset, or a policy of a file.
     *
     * @param nameOrFile a name of {@link #names()}, or the path of a file for {@link AugmentationPolicy#read}; a name goes
     *     first, so write {@code ./light} for a file of a preset's name
     * @throws GraftException if it is neither, or the file is no policy
     */
    public static AugmentationPolicy resolve(String nameOrFile) {
        if (nameOrFile == null) {
            throw new GraftException("No augmentation is given. Known are " + String.join(", ", names()) + ".");
        }
        AugmentationPolicy preset = all().get(nameOrFile);
        return preset != null ? preset : AugmentationPolicy.read(existing(nameOrFile));
    }

    private static Path existing(String file) {
        try {
            Path path = Path.of(file);
            if (Files.isRegularFile(path)) {
                return path;
            }
        } catch (InvalidPathException notEvenAPath) {
            // The message below says all there is to say.
        }
        throw new GraftException("'" + file + "' is neither the name of an augmentation nor a file. Known are "
                + String.join(", ", names()) + "; a policy of your own is a JSON file.");
    }

    private static Map<String, AugmentationPolicy> all() {
        Map<String, AugmentationPolicy> all = new LinkedHashMap<>();
        List<String> twice = new ArrayList<>();
        for (PresetFamily family : ServiceLoader.load(PresetFamily.class)) {
            for (AugmentationPolicy preset : family.presets()) {
                if (all.put(preset.name(), preset) != null) {
                    twice.add(preset.name() + " (again in " + family.getClass().getName() + ")");
                }
            }
        }
        if (!twice.isEmpty()) {
            throw new GraftException("Two augmentations have one name: " + String.join(", ", twice)
                    + ". Rename one, or take its family off the class path.");
        }
        return all;
    }
}
