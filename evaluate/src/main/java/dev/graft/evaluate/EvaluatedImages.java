package dev.graft.evaluate;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.PassedOver;
import dev.graft.data.UnreadableFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was evaluated, and what is missing.
 *
 * @param source where the images lie
 * @param manifestHash of all of them
 * @param perClass images of each class of the model
 * @param groups how many groups there are; 0 if none is known
 * @param withoutGroup images whose group is not known
 * @param copies files that are equal to another one
 * @param unreadable files that were left out
 * @param passedOver what lay among the images and is none, counted by kind
 */
public record EvaluatedImages(
        String source,
        String manifestHash,
        List<Integer> perClass,
        int groups,
        int withoutGroup,
        int copies,
        List<UnreadableFile> unreadable,
        List<PassedOver> passedOver) {
    public EvaluatedImages {
        perClass = List.copyOf(perClass);
        unreadable = List.copyOf(unreadable);
        passedOver = List.copyOf(passedOver);
    }

    /** @param labels class of each image among the model's */
    static EvaluatedImages of(ImageDataset images, List<Integer> labels, int classCount) {
        List<ImageSample> samples = images.samples();
        long different =
                samples.stream().map(ImageSample::contentHash).distinct().count();
        int known = images.groups().size();
        List<Integer> perClass = new ArrayList<>();
        IntStream.range(0, classCount)
                .forEach(c -> perClass.add(
                        (int) labels.stream().filter(label -> label == c).count()));
        return new EvaluatedImages(
                images.source(),
                images.manifestHash(),
                perClass,
                (int) images.groups().values().stream().distinct().count(),
                samples.size() - known,
                (int) (samples.size() - different),
                images.unreadable(),
                images.passedOver());
    }

    /** How many were evaluated. */
    public int images() {
        return perClass.stream().mapToInt(Integer::intValue).sum();
    }
}
