package dev.graft.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Builds data sets that exist on paper only. */
final class SampleSets {
    private final List<ImageSample> samples = new ArrayList<>();
    private final List<String> classes;

    SampleSets(String... classes) {
        this.classes = List.of(classes);
    }

    /** Adds images of one class and, if not null, one group; every file is different. */
    SampleSets add(int label, String group, int count) {
        for (int i = 0; i < count; i++) {
            add(label, group, "hash" + samples.size());
        }
        return this;
    }

    SampleSets add(int label, String group, String hash) {
        String name = classes.get(label) + "/" + String.format(Locale.ROOT, "%05d", samples.size()) + ".png";
        samples.add(new ImageSample(Path.of("/data", name), name, label, Optional.ofNullable(group), hash));
        return this;
    }

    ImageDataset dataset() {
        return of(samples);
    }

    ImageDataset of(List<ImageSample> others) {
        return new ImageDataset("test", classes, others, List.of(), "");
    }
}
