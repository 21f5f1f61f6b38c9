package dev.graft.augment.transform;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.augment.picture.Picture;
import dev.graft.error.GraftException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Does one of several transforms; torchvision's {@code RandomChoice}.
 *
 * @param of what there is to choose from, at least one
 * @param weights how often each is chosen relative to the others, 0 or more, not all 0; equally often if not given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OneOf(List<Transform> of, @Nullable List<Double> weights) implements Transform {
    public OneOf {
        if (of == null || of.isEmpty()) {
            throw new GraftException("'one-of' needs in \"of\" a list of at least one transform.");
        }
        of = List.copyOf(of);
        if (weights != null) {
            check(of.size(), weights);
            weights = List.copyOf(weights);
        }
    }

    private static void check(int transforms, List<Double> weights) {
        boolean allKnown = weights.stream().allMatch(w -> w != null && w >= 0 && !w.isInfinite());
        if (weights.size() != transforms
                || !allKnown
                || weights.stream().mapToDouble(w -> w).sum() == 0) {
            throw new GraftException("The weights of 'one-of' are one finite number of 0 or more for each of the "
                    + transforms + " transforms, not all 0; found " + weights + ".");
        }
    }

    /** Each equally often. */
    public static OneOf of(Transform... transforms) {
        return new OneOf(List.of(transforms), null);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        chosen(random.nextDouble()).apply(picture, random);
    }

    private Transform chosen(double place) {
        if (weights == null) {
            return of.get((int) (place * of.size()));
        }
        double left = place * weights.stream().mapToDouble(w -> w).sum();
        Transform chosen = of.get(0);
        for (int i = 0; i < of.size() && left >= 0; i++) {
            if (weights.get(i) > 0) {
                chosen = of.get(i);
                left -= weights.get(i);
            }
        }
        return chosen;
    }

    @Override
    public List<Transform> parts() {
        return of.stream().flatMap(part -> part.parts().stream()).toList();
    }

    @Override
    public OneOf scaled(double strength) {
        return new OneOf(of.stream().map(part -> part.scaled(strength)).toList(), weights);
    }
}
