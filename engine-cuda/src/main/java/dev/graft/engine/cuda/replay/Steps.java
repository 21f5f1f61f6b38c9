package dev.graft.engine.cuda.replay;

import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.Executable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a workload's step several times over, in ways that must give the same. */
final class Steps {
    private final Workload workload;
    private final int count;

    Steps(Workload workload, int count) {
        this.workload = workload;
        this.count = count;
    }

    /**
     * What steps came to.
     *
     * @param losses after each; for an inference the mean of its output
     * @param digest of all bits of parameters, statistics and gradients afterwards
     */
    record Course(List<Double> losses, String digest) {
        boolean isFinite() {
            return losses.stream().allMatch(Double::isFinite);
        }

        /** The largest difference between losses, as a share. */
        double distance(Course other) {
            double worst = 0;
            for (int i = 0; i < losses.size(); i++) {
                double expected = other.losses.get(i);
                worst = Math.max(worst, Math.abs(losses.get(i) - expected) / Math.max(1e-30, Math.abs(expected)));
            }
            return worst;
        }
    }

    /**
     * All ways beside each other.
     *
     * @param equalRuns whether two runs from the same beginning gave the same bits
     * @param equalUncaptured whether commands one by one gave the same bits as all together
     * @param distance of losses from the processor's, as a share
     */
    record Outcome(
            String workload,
            Course course,
            boolean equalRuns,
            boolean equalUncaptured,
            Optional<Course> processor,
            Optional<Double> distance) {
        /** @param allowed distance */
        boolean right(double allowed) {
            return course.isFinite() && equalRuns && equalUncaptured && distance.orElse(0.0) <= allowed;
        }
    }

    /** @param processor what losses are held against */
    Outcome run(Device device, Optional<Device> processor) {
        try (Bound bound = new Bound(device, workload);
                Executable executable = device.prepare(workload.plan(), bound.memory())) {
            Course first = course(bound, executable::run);
            Course second = course(bound, executable::run);
            Course uncaptured = course(bound, executable::runUncaptured);
            Optional<Course> expected = processor.map(this::on);
            return new Outcome(
                    workload.name(),
                    first,
                    first.equals(second),
                    first.equals(uncaptured),
                    expected,
                    expected.map(first::distance));
        }
    }

    private Course on(Device processor) {
        try (Bound bound = new Bound(processor, workload);
                Executable executable = processor.prepare(workload.plan(), bound.memory())) {
            return course(bound, executable::run);
        }
    }

    private Course course(Bound bound, Runnable run) {
        bound.fill();
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < count; step++) {
            bound.tell(step);
            run.run();
            losses.add(bound.result());
        }
        return new Course(losses, bound.digest());
    }
}
