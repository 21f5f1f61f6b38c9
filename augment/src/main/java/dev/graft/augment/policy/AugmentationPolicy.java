package dev.graft.augment.policy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.augment.mix.Mixing;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Transform;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.augmentation.ImageMixing;
import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Transforms one after another, then perhaps a mixing of images. Immutable and safe for use by several threads.
 *
 * <p>Every step has a random generator of its own, by its place: leaving out what a step does changes nothing in the
 * others.
 */
public final class AugmentationPolicy implements ImageAugmentation {
    private final String name;
    private final List<Transform> steps;
    private final Optional<Mixing> mixing;
    /** Working copies that are not in use. */
    private final Queue<Picture> pictures = new ConcurrentLinkedQueue<>();

    /**
     * A policy.
     *
     * @param name for people, not empty
     * @param steps in order; may be empty
     */
    public AugmentationPolicy(String name, List<Transform> steps, Optional<Mixing> mixing) {
        if (name == null || name.isBlank()) {
            throw new GraftException("An augmentation policy needs a name. Give one in \"name\".");
        }
        this.name = name;
        this.steps = List.copyOf(steps);
        this.mixing = mixing;
    }

    /** A policy without mixing. */
    public static AugmentationPolicy of(String name, Transform... steps) {
        return new AugmentationPolicy(name, List.of(steps), Optional.empty());
    }

    /**
     * Reads a policy.
     *
     * @param file as {@link #definition()} writes it
     * @throws GraftException if it cannot be read, or is no policy; the message says where
     */
    public static AugmentationPolicy read(Path file) {
        return PolicyJson.read(file);
    }

    /**
     * Reads a policy from text.
     *
     * @param json as {@link #definition()} writes it
     * @param source what to call the text in messages
     * @throws GraftException if it is no policy; the message says where
     */
    public static AugmentationPolicy parse(String json, String source) {
        return PolicyJson.parse(json, source);
    }

    /** The same policy with every step weaker or stronger, see {@link Transform#scaled}; mixing stays. */
    public AugmentationPolicy scaled(double strength) {
        return new AugmentationPolicy(
                name + " x " + strength,
                steps.stream().map(step -> step.scaled(strength)).toList(),
                mixing);
    }

    /** The same policy followed by a mixing of images. */
    public AugmentationPolicy withMixing(Mixing added) {
        return new AugmentationPolicy(name, steps, Optional.of(added));
    }

    @Override
    public RgbImage apply(RgbImage image, long seed) {
        if (steps.isEmpty()) {
            return image;
        }
        Picture picture = Optional.ofNullable(pictures.poll()).orElseGet(Picture::new);
        picture.read(image);
        // Drawn, not counted up: generators whose seeds differ by their own step would give the same numbers, shifted
        // by one.
        SplittableRandom seeds = new SplittableRandom(seed);
        for (Transform step : steps) {
            step.apply(picture, new SplittableRandom(seeds.nextLong()));
        }
        RgbImage result = picture.toImage();
        pictures.add(picture);
        return result;
    }

    @Override
    public Optional<ImageMixing> mixing() {
        return mixing.map(m -> m);
    }

    @Override
    public boolean isIdentity() {
        return steps.isEmpty() && mixing.isEmpty();
    }

    @Override
    public boolean changesImages() {
        return !steps.isEmpty();
    }

    /** The transforms in order. */
    public List<Transform> steps() {
        return steps;
    }

    @Override
    public String name() {
        return name;
    }

    /** JSON that {@link #read} understands: {@code name}, {@code steps}, and {@code mixing} if there is one. */
    @Override
    public String definition() {
        return PolicyJson.write(new Text(name, steps, mixing.orElse(null)));
    }

    @Override
    public String toString() {
        return definition();
    }

    /** The JSON form. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Text(
            String name, List<Transform> steps, @Nullable Mixing mixing) {
        @JsonIgnore
        AugmentationPolicy policy() {
            return new AugmentationPolicy(name, steps == null ? List.of() : steps, Optional.ofNullable(mixing));
        }
    }
}
