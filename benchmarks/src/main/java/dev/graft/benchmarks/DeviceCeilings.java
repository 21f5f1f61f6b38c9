package dev.graft.benchmarks;

import dev.graft.engine.compiled.Phase;
import dev.graft.engine.compiled.PlannedOperation;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.ConvolutionGeometry;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.cuda.replay.Filling;
import dev.graft.engine.cuda.replay.Timing;
import dev.graft.engine.cuda.replay.Workload;
import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.Window;
import java.util.List;
import java.util.Optional;

/**
 * What a device gives at most, measured there by a plan of two commands: a copy, and a convolution of 1 x 1, which is a matrix
 * product.
 *
 * @param copied bytes that are copied; more than the device's caches hold
 * @param images of the convolution, each of 16 x 16 pixels
 * @param channels of the convolution, in and out
 */
record DeviceCeilings(long copied, int images, int channels) {
    /** 512 MiB; a product of 8192 x 4096 and 4096 x 4096. */
    static final DeviceCeilings GPU = new DeviceCeilings(1L << 29, 32, 4096);
    /** For the processor in a GPU's place, where it says nothing. */
    static final DeviceCeilings SIMULATED = new DeviceCeilings(1L << 16, 1, 16);

    private static final Extent ONE = new Extent(1, 1);
    private static final int SIDE = 16;
    private static final int RUNS = 10;

    /** Measures now. */
    Roofline measure(Device device, ElementType maps) {
        try (Timing timing = new Timing(device, workload(maps))) {
            timing.step();
            List<Timing.Row> rows = timing.rows(RUNS);
            // Operations a millisecond are millions less than operations a second.
            return new Roofline(
                    rows.get(1).flops() / rows.get(1).milliseconds() / 1e6,
                    rows.get(0).bytes() / rows.get(0).milliseconds() / 1e6);
        }
    }

    private Workload workload(ElementType maps) {
        ConvolutionGeometry geometry = new ConvolutionGeometry(
                images, SIDE, SIDE, channels, SIDE, SIDE, channels, new Window(ONE, ONE, Margins.NONE));
        Buffer from = new Buffer("from", 0, ElementType.F32, copied / Float.BYTES);
        Buffer to = new Buffer("to", 0, ElementType.F32, from.count());
        Buffer x = new Buffer("x", 0, maps, geometry.inputs());
        Buffer kernel = new Buffer("kernel", 0, maps, geometry.kernel());
        Buffer y = new Buffer("y", 0, maps, geometry.outputs());
        List<Segment> segments = List.of(from, to, x, kernel, y).stream()
                .map(buffer -> new Segment(buffer.segment(), Segment.Owner.SESSION, buffer.bytes()))
                .toList();
        PlannedOperation both = new PlannedOperation(0, Phase.FORWARD, "Ceilings", "", "", "", 2, 0, 0);
        DevicePlan plan = new DevicePlan(
                images,
                segments,
                List.of(
                        new DevicePlan.Step(new Command.Copy(from, to), 0),
                        new DevicePlan.Step(
                                new Command.Convolution(
                                        Command.Convolution.Kind.FORWARD, geometry, x, kernel, y, false),
                                0)),
                List.of(),
                List.of(new Buffer("to", 0, ElementType.F32, 1)),
                List.of(),
                List.of(both));
        // Of zeros alone a product takes less power than others, and so less time.
        List<Filling> fillings = List.of(
                new Filling.Same(from, 0),
                new Filling.Normal(x, 1, 0, 1),
                new Filling.Normal(kernel, 2, 0, 1 / Math.sqrt(channels)));
        return new Workload("ceilings", plan, fillings, Optional.empty());
    }
}
