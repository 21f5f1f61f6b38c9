package dev.graft.engine.cuda.plan;

import dev.graft.engine.compiled.PlannedOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plans as tables for people: a line for each command. */
public final class PlanTable {
    private PlanTable() {}

    /** Of all commands: number, what it is, of which layer, blocks and threads, bytes of all that it touches, and FLOP. */
    public static List<String> of(DevicePlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%5s  %-26s %-44s %-30s %12s %9s", "", "command", "layer", "size", "bytes", "MFLOP"));
        for (int i = 0; i < plan.steps().size(); i++) {
            DevicePlan.Step step = plan.steps().get(i);
            PlannedOperation operation = plan.operations().get(step.operation());
            lines.add(String.format(
                    Locale.ROOT,
                    "%5d  %-26s %-44s %-30s %12d %9.0f",
                    i,
                    name(step.command()),
                    shortened(operation.phase() + " " + operation.layer()),
                    size(step.command()),
                    bytes(step.command()),
                    flops(step.command()) / 1e6));
        }
        lines.add(String.format(
                Locale.ROOT,
                "%d commands, batch %d, %.1f MB of the plan's own",
                plan.steps().size(),
                plan.batch(),
                plan.bytes() / 1e6));
        return lines;
    }

    private static String shortened(String text) {
        return text.length() <= 44 ? text : text.substring(0, 43) + "~";
    }

    /** What a command is: the kernel's name and the type of maps, or the kind of a convolution. */
    public static String name(Command command) {
        if (command instanceof Command.KernelLaunch launch) {
            return launch.kernel() + " " + launch.maps();
        } else if (command instanceof Command.Convolution convolution) {
            return convolution.kind() + " " + convolution.x().type();
        }
        return "copy";
    }

    /** Of a launch blocks and threads, of a convolution maps and window. */
    public static String size(Command command) {
        if (command instanceof Command.KernelLaunch launch) {
            return extent(launch.grid()) + " of " + extent(launch.block());
        } else if (command instanceof Command.Convolution convolution) {
            ConvolutionGeometry g = convolution.geometry();
            return g.height() + "x" + g.width() + "x" + g.channels() + " > " + g.outHeight() + "x" + g.outWidth() + "x"
                    + g.outChannels() + " " + g.window();
        }
        return "";
    }

    private static String extent(Command.Extent3 extent) {
        return extent.x() + "," + extent.y() + "," + extent.z();
    }

    /** Of all that a command touches, each once. */
    public static long bytes(Command command) {
        return DevicePlan.buffers(command).stream()
                .distinct()
                .mapToLong(Buffer::bytes)
                .sum();
    }

    /** Of a convolution; 0 for all else. */
    public static long flops(Command command) {
        return command instanceof Command.Convolution convolution
                ? convolution.geometry().flops()
                : 0;
    }
}
