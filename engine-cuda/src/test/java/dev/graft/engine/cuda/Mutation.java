package dev.graft.engine.cuda;

import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.host.HostKernels;
import dev.graft.engine.cuda.host.SimulatedDevice;
import dev.graft.engine.cuda.host.SimulatedDevice.Care;
import dev.graft.engine.cuda.plan.Argument;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.Command.KernelLaunch;
import dev.graft.engine.cuda.plan.DevicePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Faults put into kernels and plans, to see checks notice them. */
final class Mutation {
    private Mutation() {}

    /**
     * A device whose kernels' source is another.
     *
     * @param before occurs in the source exactly once
     */
    static Device device(String before, String after) {
        String text = KernelSource.bundled().text();
        int at = text.indexOf(before);
        if (at < 0 || text.indexOf(before, at + 1) >= 0) {
            throw new IllegalArgumentException("Not once in the source: " + before);
        }
        return new SimulatedDevice(
                HostKernels.quick(
                        KernelSource.of(text.replace(before, after)), java.nio.file.Path.of("target/host-kernels")),
                Care.BOTH_WAYS);
    }

    static DevicePlan withSteps(DevicePlan plan, List<DevicePlan.Step> steps) {
        return new DevicePlan(
                plan.batch(), plan.segments(), steps, plan.inputs(), plan.outputs(), plan.tables(), plan.operations());
    }

    /** Without a step. */
    static DevicePlan without(DevicePlan plan, int step) {
        List<DevicePlan.Step> steps = new ArrayList<>(plan.steps());
        steps.remove(step);
        return withSteps(plan, steps);
    }

    /** With a step and the next one in the other order. */
    static DevicePlan swapped(DevicePlan plan, int step) {
        List<DevicePlan.Step> steps = new ArrayList<>(plan.steps());
        steps.add(step + 1, steps.remove(step));
        return withSteps(plan, steps);
    }

    /** With a step twice. */
    static DevicePlan twice(DevicePlan plan, int step) {
        List<DevicePlan.Step> steps = new ArrayList<>(plan.steps());
        steps.add(step, steps.get(step));
        return withSteps(plan, steps);
    }

    /** With other launches of a kernel. */
    static UnaryOperator<DevicePlan> launches(String kernel, UnaryOperator<KernelLaunch> change) {
        return plan -> {
            DevicePlan changed = withSteps(
                    plan,
                    plan.steps().stream()
                            .map(step -> step.command() instanceof KernelLaunch launch
                                            && launch.kernel().equals(kernel)
                                    ? new DevicePlan.Step(change.apply(launch), step.operation())
                                    : step)
                            .toList());
            if (changed.equals(plan)) {
                throw new IllegalArgumentException("No launch of " + kernel);
            }
            return changed;
        };
    }

    /** With another argument. */
    static KernelLaunch argument(KernelLaunch launch, int number, Argument argument) {
        List<Argument> arguments = new ArrayList<>(launch.arguments());
        arguments.set(number, argument);
        return new KernelLaunch(launch.kernel(), launch.maps(), launch.grid(), launch.block(), arguments);
    }

    /** With another grid. */
    static KernelLaunch grid(KernelLaunch launch, Command.Extent3 grid) {
        return new KernelLaunch(launch.kernel(), launch.maps(), grid, launch.block(), launch.arguments());
    }
}
