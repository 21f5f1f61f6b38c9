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
import java.util.stream.Stream;

/**
 * How the images were divided, what that guards against and what not, and what took no part.
 *
 * @param result of a training on them
 */
record DataSection(TrainingResult result) {
    /** Of the images that are equal or look alike so many are named. */
    private static final int NAMES = 6;

    Table parts() {
        boolean many = ManyClasses.are(result.classNames());
        Stream<String> counts = many ? Stream.of("Classes", "Images of a class") : result.classNames().stream();
        String[] columns = Stream.of(Stream.of("Part"), counts, Stream.of("Images", "Groups"))
                .flatMap(names -> names)
                .toArray(String[]::new);
        Table table = new Table(
                "Parts of the split",
                "numbers",
                Table.columns(columns),
                result.parts().stream().map(part -> row(part, many)).toList(),
                List.of());
        boolean unknown = result.parts().stream().allMatch(part -> part.groups() < 0);
        return unknown ? table.with("Groups (patients, say) are unknown.") : table;
    }

    private static Row row(PartSummary part, boolean many) {
        Stream<String> counts =
                many ? summary(part) : part.imagesPerClass().stream().map(Numbers::count);
        String groups = part.groups() < 0 ? Numbers.UNDEFINED : Numbers.count(part.groups());
        return Table.row(Stream.of(Stream.of(part.name()), counts, Stream.of(Numbers.count(part.images()), groups))
                .flatMap(texts -> texts));
    }

    /** How many classes there are, and of how many images. */
    private static Stream<String> summary(PartSummary part) {
        List<Integer> images = part.imagesPerClass();
        int fewest = Collections.min(images);
        int most = Collections.max(images);
        return Stream.of(
                Numbers.count(images.stream().filter(n -> n > 0).count()),
                fewest == most ? Numbers.count(most) : Numbers.count(fewest) + "–" + Numbers.count(most));
    }

    List<String> guarantees() {
        return result.splitGuarantees();
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

    /** Images that the split keeps together; may be empty. */
    Table duplicates() {
        return new Table(
                        "Images that are equal or look alike",
                        null,
                        Table.columns("They", "Classes", "Images"),
                        result.duplicates().stream().map(DataSection::row).toList(),
                        List.of())
                .first(Table.SHOWN, "result.json");
    }

    String duplicateSets() {
        return Numbers.counted(result.duplicates().size(), "set");
    }

    private static Row row(DuplicateSet set) {
        int more = set.images().size() - NAMES;
        String names = String.join(", ", set.images().stream().limit(NAMES).toList());
        return Table.row(
                set.exact() ? "are equal" : "look alike",
                String.join(", ", set.classes()),
                names + (more > 0 ? " and " + Numbers.count(more) + " more" : ""));
    }

    /** The files that could not be read; empty if every file was an image that could. */
    Table unreadable() {
        return new Table(
                        "Files left out",
                        null,
                        Table.columns("File", "Reason"),
                        result.unreadable().stream()
                                .map(file -> Table.row(file.name(), file.reason()))
                                .toList(),
                        List.of())
                .first(Table.SHOWN, "result.json");
    }

    String unreadableFiles() {
        return Numbers.counted(result.unreadable().size(), "file");
    }

    /** What lay among the images and is none. */
    List<String> passedOver() {
        return result.passedOver().stream().map(PassedOver::describe).toList();
    }
}
