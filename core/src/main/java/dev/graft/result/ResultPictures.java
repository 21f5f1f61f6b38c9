package dev.graft.result;

import java.util.List;

/**
 * Pictures for people that go with a {@link TrainingResult}; each list may be empty.
 *
 * @param samples of the test part if there is one, else of the validation part, see {@link SampleSelection#pictured}
 * @param augmented training images with what augmentation makes of them
 * @param explained images with the places that spoke for the predicted class
 */
public record ResultPictures(
        List<SampleImage> samples, List<AugmentedSample> augmented, List<ExplainedImage> explained) {
    /** No pictures. */
    public static final ResultPictures NONE = of(List.of());

    public ResultPictures {
        samples = List.copyOf(samples);
        augmented = List.copyOf(augmented);
        explained = List.copyOf(explained);
    }

    /** Of a training without augmentation and explanations. */
    public static ResultPictures of(List<SampleImage> samples) {
        return new ResultPictures(samples, List.of(), List.of());
    }
}
