package dev.graft.settings;

import dev.graft.error.GraftException;
import dev.graft.loss.ClassWeights;
import dev.graft.loss.CrossEntropy;
import java.util.List;

/**
 * What is minimised: cross-entropy.
 *
 * @param labelSmoothing share of the label that is spread over all classes, [0, 1)
 * @param balanced whether every class counts alike in sum, however many training images it has
 * @param classWeights how much an image of each class counts, in the order of the classes' names; empty if all count alike
 */
public record LossSettings(double labelSmoothing, boolean balanced, List<Double> classWeights) {
    /** @throws GraftException for a number out of range, or if classes are both balanced and weighted */
    public LossSettings {
        classWeights = List.copyOf(classWeights);
        CrossEntropy.plain().withLabelSmoothing(labelSmoothing);
        if (!classWeights.isEmpty()) {
            new ClassWeights(classWeights);
        }
        if (balanced && !classWeights.isEmpty()) {
            throw new GraftException("Found weights of classes, and that classes are balanced. They exclude each other:"
                    + " give one of them.");
        }
    }

    public LossSettings withLabelSmoothing(double share) {
        return new LossSettings(share, balanced, classWeights);
    }

    /** Balanced or not; without weights. */
    public LossSettings withBalanced(boolean on) {
        return new LossSettings(labelSmoothing, on, on ? List.of() : classWeights);
    }

    /** These weights; not balanced if there are any. */
    public LossSettings withClassWeights(List<Double> weights) {
        return new LossSettings(labelSmoothing, balanced && weights.isEmpty(), weights);
    }

    /**
     * The loss.
     *
     * @param classNames of the images
     * @param counts training images of each class
     * @throws GraftException if there are not as many weights as classes
     */
    public CrossEntropy of(List<String> classNames, int[] counts) {
        CrossEntropy loss = CrossEntropy.plain().withLabelSmoothing(labelSmoothing);
        if (balanced) {
            return loss.withClassWeights(ClassWeights.balanced(counts));
        }
        if (classWeights.isEmpty()) {
            return loss;
        }
        if (classWeights.size() != classNames.size()) {
            throw new GraftException("There are " + classNames.size() + " classes (" + String.join(", ", classNames)
                    + ") and " + classWeights.size() + " class weights. Give one weight per class, in this order.");
        }
        return loss.withClassWeights(new ClassWeights(classWeights));
    }
}
