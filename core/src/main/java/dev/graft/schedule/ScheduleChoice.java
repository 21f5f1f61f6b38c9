package dev.graft.schedule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.error.GraftException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The course of the learning rate over a training, as text: {@code constant}, {@code cosine}, {@code step}, {@code
 * exponential} or {@code plateau}, and {@code cosine, warm-up 3} with three epochs of warm-up before it.
 *
 * @param shape over the whole training
 * @param warmUpEpochs 0 for none
 */
public record ScheduleChoice(LearningRatePlan.Shape shape, int warmUpEpochs) {
    private static final Pattern TEXT = Pattern.compile("\\s*([a-z]+)\\s*(?:,\\s*warm-up\\s+(\\d{1,6}))?\\s*");

    public ScheduleChoice {
        LearningRatePlan.of(shape, warmUpEpochs);
    }

    /** The optimizer's rate, always. */
    public static ScheduleChoice constant() {
        return new ScheduleChoice(LearningRatePlan.Shape.CONSTANT, 0);
    }

    /**
     * Reads the text.
     *
     * @throws GraftException if it is no schedule
     */
    @JsonCreator
    public static ScheduleChoice of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new GraftException("A schedule is the name of a shape, such as cosine, and perhaps a warm-up, such as"
                    + " 'cosine, warm-up 3'; found '" + text + "'.");
        }
        int warmUp = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return new ScheduleChoice(LearningRatePlan.Shape.byName(matcher.group(1)), warmUp);
    }

    /** The text of a plan; empty for one that is given in updates, which has none. */
    public static Optional<ScheduleChoice> of(LearningRatePlan plan) {
        if (plan instanceof LearningRatePlan.Stretched stretched) {
            return Optional.of(new ScheduleChoice(stretched.shape(), stretched.warmUpEpochs()));
        }
        return plan.equals(LearningRatePlan.constant()) ? Optional.of(constant()) : Optional.empty();
    }

    /** The plan of a training. */
    public LearningRatePlan plan() {
        return LearningRatePlan.of(shape, warmUpEpochs);
    }

    /** The text that {@link #of} reads. */
    @JsonValue
    @Override
    public String toString() {
        return shape.id() + (warmUpEpochs == 0 ? "" : ", warm-up " + warmUpEpochs);
    }
}
