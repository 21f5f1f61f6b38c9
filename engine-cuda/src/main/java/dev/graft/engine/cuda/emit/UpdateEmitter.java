package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.Phase;
import dev.graft.engine.compiled.Subject;
import dev.graft.engine.compiled.TrainedSlices;
import dev.graft.engine.cuda.emit.PlanBuilder.Launch;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command.Extent3;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.cuda.plan.Segment.Owner;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From gradients to parameters: in one launch, with norms in three, with gradients that wait in one more. Formulas are those of
 * {@link dev.graft.engine.update.ParameterUpdate}.
 */
public final class UpdateEmitter {
    private static final Extent3 THREADS = new Extent3(256, 1, 1);
    private static final String WAITING = "waiting gradients";

    private final UpdateRule rule;
    private final UpdateTables tables;
    private final TrainedPlaces places;
    private final StepCells cells;

    /** @param slices that the places are for */
    public UpdateEmitter(UpdateRule rule, TrainedSlices slices, TrainedPlaces places, StepCells cells) {
        this.rule = rule;
        this.tables = new UpdateTables(slices, rule.optimizer());
        this.places = places;
        this.cells = cells;
    }

    /** What a kernel does for an optimizer: its number, its statistics and constants. */
    private record Formula(
            int number, int statistics, double keep1, double keep2, double epsilon, double momentum, boolean variant) {
        static Formula of(Optimizer optimizer) {
            return optimizer.match(new Optimizer.Cases<>() {
                @Override
                public Formula adam(Optimizer.Adam adam) {
                    return new Formula(0, 2, adam.beta1(), adam.beta2(), adam.epsilon(), 0, false);
                }

                @Override
                public Formula adamW(Optimizer.AdamW adam) {
                    return new Formula(0, 2, adam.beta1(), adam.beta2(), adam.epsilon(), 0, false);
                }

                @Override
                public Formula rmsProp(Optimizer.RmsProp rms) {
                    int statistics = 1 + (rms.centered() ? 1 : 0) + (rms.momentum() > 0 ? 1 : 0);
                    return new Formula(1, statistics, rms.rho(), 0, rms.epsilon(), rms.momentum(), rms.centered());
                }

                @Override
                public Formula sgd(Optimizer.Sgd sgd) {
                    return new Formula(2, sgd.momentum() == 0 ? 0 : 1, 0, 0, 0, sgd.momentum(), sgd.nesterov());
                }
            });
        }
    }

    /** Vectors that are kept between steps beside the parameters, in an order that stays: statistics, waiting gradients. */
    public List<Buffer> kept() {
        List<Buffer> kept = new ArrayList<>();
        for (int i = 0; i < Formula.of(rule.optimizer()).statistics; i++) {
            kept.add(vector("optimizer statistics " + i));
        }
        if (rule.accumulation() > 1) {
            kept.add(vector(WAITING));
        }
        return kept;
    }

    private Buffer vector(String name) {
        return new Buffer(name, 0, ElementType.F32, places.parameters().count());
    }

    /** Memory of {@link #kept}. */
    public List<Segment> segments() {
        return kept().stream()
                .map(buffer -> new Segment(buffer.segment(), Owner.SESSION, buffer.bytes()))
                .toList();
    }

    /**
     * What {@link StepCells#numbers} must hold before a step.
     *
     * @param images of the batch
     * @param rate learning rate
     * @param step number of the batch, from 1 on
     */
    public float[] numbers(int images, double rate, long step) {
        float[] numbers = new float[Math.toIntExact(cells.numbers().count())];
        numbers[StepCells.IMAGES] = images;
        numbers[StepCells.RATE] = (float) rate;
        numbers[StepCells.DUE] = step % rule.accumulation() == 0 ? 1 : 0;
        // Keras computes Adam's correction in single precision, which shows in the first hundreds of updates. Others
        // have none.
        Formula formula = Formula.of(rule.optimizer());
        long update = step / rule.accumulation();
        boolean corrects = formula.number == 0;
        numbers[StepCells.ROOT] = corrects ? (float) Math.sqrt(1 - (float) Math.pow((float) formula.keep2, update)) : 1;
        numbers[StepCells.DIVISOR] = corrects ? 1 - (float) Math.pow((float) formula.keep1, update) : 1;
        return numbers;
    }

    /** Adds the commands. */
    void emit(PlanBuilder plan, ElementType maps) {
        String shape = Long.toString(places.parameters().count());
        plan.begin(new Subject(Phase.OPTIMIZER, rule.optimizer().getClass().getSimpleName(), "all", shape, false, 0));
        if (maps != ElementType.F32 && tables.convolutionPieces() > 0) {
            plan.launch(Launch.of("widenKernels", maps, new Extent3(tables.convolutionPieces(), 1, 1), THREADS)
                    .read(slot(places.narrowedGradients(maps)))
                    .write(slot(places.gradients()))
                    .read(tables.in(plan, "kernel piece beginnings"))
                    .read(tables.in(plan, "kernel piece sizes")));
        }
        boolean waits = rule.accumulation() > 1;
        if (waits) {
            plan.launch(pieces("accumulate")
                    .read(slot(places.parameters()))
                    .change(slot(places.gradients()))
                    .change(slot(vector(WAITING)))
                    .read(tables.in(plan, "piece parameters"))
                    .read(tables.in(plan, "piece beginnings"))
                    .read(tables.in(plan, "piece sizes"))
                    .read(tables.in(plan, "l1"))
                    .read(tables.in(plan, "l2"))
                    .read(slot(cells.numbers()))
                    .with((float) rule.accumulation()));
        }
        Optional<Norms> norms = norms(plan, !waits);
        move(plan, norms, !waits);
        narrow(plan, maps);
    }

    /** The kernels in the type of maps, for the next step: also to be run once before the first. */
    void narrow(PlanBuilder plan, ElementType maps) {
        if (maps != ElementType.F32 && tables.kernelPieces() > 0) {
            plan.launch(Launch.of("narrowKernels", maps, new Extent3(tables.kernelPieces(), 1, 1), THREADS)
                    .read(slot(places.parameters()))
                    .write(slot(places.narrowed(maps)))
                    .read(tables.in(plan, "kernel piece beginnings"))
                    .read(tables.in(plan, "kernel piece sizes")));
        }
    }

    private Launch pieces(String kernel) {
        return Launch.of(kernel, ElementType.F32, new Extent3(Math.max(1, tables.pieces()), 1, 1), THREADS);
    }

    private record Norms(Slot factor, Slot divisor) {}

    private Optional<Norms> norms(PlanBuilder plan, boolean mean) {
        boolean global = rule.clipping() instanceof Clipping.ByGlobalNorm;
        double limit;
        if (rule.clipping() instanceof Clipping.ByNorm norm) {
            limit = norm.limit();
        } else if (rule.clipping() instanceof Clipping.ByGlobalNorm norm) {
            limit = norm.limit();
        } else {
            return Optional.empty();
        }
        Slot sums = plan.slot("squares", ElementType.F64, tables.pieces());
        plan.launch(pieces("squares")
                .read(slot(places.parameters()))
                .read(slot(places.gradients()))
                .read(tables.in(plan, "piece parameters"))
                .read(tables.in(plan, "piece beginnings"))
                .read(tables.in(plan, "piece sizes"))
                .read(tables.in(plan, "l1"))
                .read(tables.in(plan, "l2"))
                .read(slot(cells.numbers()))
                .with(mean ? 1 : 0)
                .write(sums));
        Norms norms = new Norms(
                plan.slot("factors", ElementType.F32, tables.parameters()),
                plan.slot("divisors", ElementType.F32, tables.parameters()));
        plan.launch(Launch.of("normScales", ElementType.F32, new Extent3(1, 1, 1), THREADS)
                .read(sums)
                .read(tables.in(plan, "piece parameters"))
                .with(tables.pieces())
                .with(tables.parameters())
                .with((float) limit)
                .with(global ? 1 : 0)
                .write(norms.factor)
                .write(norms.divisor));
        return Optional.of(norms);
    }

    private void move(PlanBuilder plan, Optional<Norms> norms, boolean mean) {
        Formula formula = Formula.of(rule.optimizer());
        List<Buffer> kept = kept();
        Launch launch = pieces("update").change(slot(places.parameters())).read(slot(places.gradients()));
        for (int i = 0; i < 3; i++) {
            if (i < formula.statistics) {
                launch.change(slot(kept.get(i)));
            } else {
                launch.read(Optional.empty());
            }
        }
        float limit = rule.clipping() instanceof Clipping.ByValue value ? (float) value.limit() : 0;
        plan.launch(launch.read(tables.in(plan, "piece parameters"))
                .read(tables.in(plan, "piece beginnings"))
                .read(tables.in(plan, "piece sizes"))
                .read(tables.in(plan, "rates"))
                .read(tables.in(plan, "decays"))
                .read(tables.in(plan, "l1"))
                .read(tables.in(plan, "l2"))
                .read(slot(cells.numbers()))
                .read(norms.map(Norms::factor))
                .read(norms.map(Norms::divisor))
                .with(mean ? 1 : 0)
                .with(limit)
                .with(formula.number)
                .with((float) formula.keep1)
                .with((float) (1 - formula.keep1))
                .with((float) formula.keep2)
                .with((float) (1 - formula.keep2))
                .with((float) formula.epsilon)
                .with((float) formula.momentum)
                .with(formula.variant ? 1 : 0));
    }

    private static Slot slot(Buffer buffer) {
        return Slot.at(buffer.segment(), buffer);
    }
}
