package dev.graft.report;

import dev.graft.data.DuplicateSet;
import dev.graft.data.PassedOver;
import dev.graft.report.Table.Row;
import dev.graft.result.ChanceSentence;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.PartSummary;
import dev.graft.result.TrainingResult;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How the images were divided, what that guards against and what not, and what took no part.
 *
 * @param result of a training on them
 */
record DataSection(TrainingResult result) {
    /** Of the images that are equal or look alike so many are named. */
    private static final int NAMES = 6;

    private boolean many() {
        return ManyClasses.are(result.classNames());
    }

    List<String> columns() {
        return Table.texts(
                List.of("Part"),
                many() ? List.of("Classes", "Images of a class") : result.classNames(),
                "Images",
                "Groups");
    }

    List<Row> parts() {
        return result.parts().stream().map(this::row).toList();
    }

    private Row row(PartSummary part) {
        List<String> counts = many()
                ? summary(part)
                : part.imagesPerClass().stream().map(Numbers::count).toList();
        String groups = part.groups() < 0 ? Numbers.UNDEFINED : Numbers.count(part.groups());
        return Table.row(Table.texts(List.of(part.name()), counts, Numbers.count(part.images()), groups)
                .toArray(String[]::new));
    }

    boolean groupsUnknown() {
        return result.parts().stream().allMatch(part -> part.groups() < 0);
    }

    /** How many classes there are, and of how many images. */
    private static List<String> summary(PartSummary part) {
        List<Integer> images = part.imagesPerClass();
        int fewest = Collections.min(images);
        int most = Collections.max(images);
        return List.of(
                Numbers.count(images.stream().filter(n -> n > 0).count()),
                fewest == most ? Numbers.count(most) : Numbers.count(fewest) + "–" + Numbers.count(most));
    }

    List<String> warnings() {
        return result.splitWarnings().stream().distinct().toList();
    }

    Optional<String> chance() {
        return result.chanceTest().map(ChanceSentence::of);
    }

    Optional<ComparisonTable> comparison() {
        return result.comparison().map(ComparisonTable::new);
    }

    /** Images that the split keeps together. */
    List<Row> duplicates() {
        return result.duplicates().stream().map(DataSection::row).toList();
    }

    private static Row row(DuplicateSet set) {
        int more = set.images().size() - NAMES;
        String names = String.join(", ", set.images().stream().limit(NAMES).toList());
        return Table.row(
                set.exact() ? "are equal" : "look alike",
                String.join(", ", set.classes()),
                names + (more > 0 ? " and " + Numbers.count(more) + " more" : ""));
    }

    /** The files that are no images or could not be read. */
    List<Row> unreadable() {
        return result.unreadable().stream()
                .map(file -> Table.row(file.name(), file.reason()))
                .toList();
    }

    /** What lay among the images and is none. */
    List<String> passedOver() {
        return result.passedOver().stream().map(PassedOver::describe).toList();
    }
}
