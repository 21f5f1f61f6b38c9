package dev.graft.diagnosis;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.Quantity;
import java.util.Map;
import java.util.Optional;

/** The accuracy's 95 % interval is wider than wanted. */
record FewImages() implements Detector {
    /** Width of a normal interval for one image and a standard deviation of 1. */
    private static final double WIDTH = 2 * 1.96;

    /** For estimates: no accuracy that was measured is taken to be surer than this. */
    private static final double SUREST = 0.95;

    @Override
    public FindingKind kind() {
        return FindingKind.FEW_IMAGES;
    }

    @Override
    public Optional<Finding> examine(TrainingEvidence training) {
        Evaluation validation = training.validation();
        Interval interval = validation.interval(Metric.ACCURACY);
        double width = interval.high() - interval.low();
        double wanted = training.conditions().wantedInterval();
        if (!(width > wanted)) {
            return Optional.empty();
        }
        // With groups it takes as many more images as the interval is wider than they would make it alone.
        long needed = (long) Math.ceil(Math.max(
                validation.images() * (width / wanted) * (width / wanted),
                WIDTH * WIDTH * spread(validation.accuracy()) / (wanted * wanted)));
        return Optional.of(finding(
                "With " + Numbers.counted(validation.images(), "validation image")
                        + " the accuracy is known only to lie within "
                        + Numbers.percentRange(interval)
                        + " (95 % interval). Smaller differences between models mean nothing. For an interval of "
                        + Numbers.setting(100 * wanted) + " points validate on about " + Numbers.count(round(needed))
                        + " images.",
                Map.of(
                        Quantity.IMAGES,
                        validation.images(),
                        Quantity.ACCURACY_LOW,
                        interval.low(),
                        Quantity.ACCURACY_HIGH,
                        interval.high(),
                        Quantity.IMAGES_NEEDED,
                        round(needed))));
    }

    private static double spread(double accuracy) {
        double share = Math.min(SUREST, Math.max(1 - SUREST, accuracy));
        return share * (1 - share);
    }

    /** An estimate has no more than two digits. */
    private static long round(long images) {
        long unit = images < 100 ? 10 : images < 1000 ? 50 : images < 10_000 ? 500 : 5000;
        return (images + unit - 1) / unit * unit;
    }
}
