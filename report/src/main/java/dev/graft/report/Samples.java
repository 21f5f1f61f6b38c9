package dev.graft.report;

import dev.graft.error.Lookup;
import dev.graft.metrics.Prediction;
import dev.graft.result.Numbers;
import dev.graft.result.SampleImage;
import dev.graft.result.SampleSelection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pictures, each with what the model said about it. */
final class Samples {
    private final List<String> classNames;
    private final Map<Prediction, SampleImage> samples;

    /** Those of one kind. */
    record Group(String heading, List<Sample> samples) {}

    /**
     * A picture.
     *
     * @param css whether the answer is right
     * @param data its {@code data:} address
     * @param alt what it shows
     * @param meter share of a bar in percent
     * @param truth empty if the answer is right
     */
    record Sample(
            String css,
            String data,
            String alt,
            String answer,
            String meter,
            String probability,
            String truth,
            String name,
            String file) {}

    Samples(List<String> classNames, List<SampleImage> samples) {
        this.classNames = classNames;
        this.samples = samples.stream()
                .collect(Collectors.toMap(SampleImage::prediction, Function.identity(), (first, same) -> first));
    }

    /** What there are pictures for. */
    Set<Prediction> predictions() {
        return samples.keySet();
    }

    /** Some of each kind; without those of which there are none. */
    List<Group> groups() {
        SampleSelection chosen = SampleSelection.of(predictions(), SampleSelection.REPORT_LIMIT);
        return Stream.of(
                        new Group("Wrong, most confident first", of(chosen.wrong())),
                        new Group("Least certain", of(chosen.uncertain())),
                        new Group("Right", of(chosen.right())))
                .filter(group -> !group.samples.isEmpty())
                .toList();
    }

    /** The pictures of some. */
    List<Sample> of(List<Prediction> predictions) {
        return predictions.stream().map(this::of).toList();
    }

    private Sample of(Prediction p) {
        SampleImage sample = Lookup.in(samples, p, "picture");
        String predicted = classNames.get(p.predicted());
        String actual = classNames.get(p.actual());
        String probability = Numbers.percent(p.confidence());
        return new Sample(
                p.correct() ? "right" : "wrong",
                Thumbnail.dataUri(sample.thumbnail()),
                sample.name() + ": predicted “" + predicted + "” with " + probability + ", actually “" + actual + "”",
                (p.correct() ? "✓ " : "✗ ") + predicted,
                Scale.percent(Double.isNaN(p.confidence()) ? 0 : p.confidence()),
                probability,
                p.correct() ? "" : "is " + actual,
                sample.name(),
                Picture.fileName(sample.name()));
    }
}
