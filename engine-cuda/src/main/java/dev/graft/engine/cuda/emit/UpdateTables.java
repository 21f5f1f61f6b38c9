package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.TrainedSlices;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.StoredParameter.Layout;
import dev.graft.engine.update.ParameterSlice;
import dev.graft.engine.update.ParameterSlice.Kind;
import dev.graft.error.Lookup;
import dev.graft.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What an update's kernels look up: pieces of parameters for blocks, and what holds for each parameter. */
final class UpdateTables {
    /** Values of a piece. */
    private static final int PIECE = 4096;

    private final Map<String, Column> columns = new HashMap<>();
    private final int pieces;
    private final int kernelPieces;
    private final int convolutionPieces;
    private final int parameters;

    /** @param optimizer has decays for kernels and for others */
    UpdateTables(TrainedSlices slices, Optimizer optimizer) {
        List<ParameterSlice> learning = new ArrayList<>();
        Pieces all = new Pieces();
        Pieces kernels = new Pieces();
        Pieces depthwise = new Pieces();
        slices.forEach((source, slice) -> {
            if (slice.kind() == Kind.LEARNS) {
                if (source.isKernel() && source.layout() == Layout.PLAIN) {
                    kernels.add(learning.size(), slice);
                } else if (source.layout() == Layout.DEPTHWISE) {
                    depthwise.add(learning.size(), slice);
                }
                learning.add(slice);
            }
        });
        this.convolutionPieces = kernels.count();
        kernels.add(depthwise);
        for (int i = 0; i < learning.size(); i++) {
            all.add(i, learning.get(i));
        }
        this.pieces = all.count();
        this.kernelPieces = kernels.count();
        this.parameters = learning.size();
        columns.put("piece parameters", new Column(ElementType.I32, all.parameters));
        columns.put("piece beginnings", new Column(ElementType.I64, all.beginnings));
        columns.put("piece sizes", new Column(ElementType.I32, all.sizes));
        columns.put("kernel piece beginnings", new Column(ElementType.I64, kernels.beginnings));
        columns.put("kernel piece sizes", new Column(ElementType.I32, kernels.sizes));
        columns.put("rates", column(learning, ParameterSlice::rateFactor));
        columns.put("decays", column(learning, slice -> optimizer.decay(slice.kernel())));
        columns.put("l1", column(learning, slice -> slice.penalty().l1()));
        columns.put("l2", column(learning, slice -> slice.penalty().l2()));
    }

    private record Column(ElementType type, List<Double> values) {}

    private static Column column(List<ParameterSlice> slices, ToDoubleFunction<ParameterSlice> value) {
        return new Column(
                ElementType.F32, slices.stream().map(value::applyAsDouble).toList());
    }

    private static final class Pieces {
        private final List<Double> parameters = new ArrayList<>();
        private final List<Double> beginnings = new ArrayList<>();
        private final List<Double> sizes = new ArrayList<>();

        void add(int parameter, ParameterSlice slice) {
            for (long from = 0; from < slice.length(); from += PIECE) {
                parameters.add((double) parameter);
                beginnings.add((double) (slice.offset() + from));
                sizes.add((double) Math.min(PIECE, slice.length() - from));
            }
        }

        void add(Pieces others) {
            parameters.addAll(others.parameters);
            beginnings.addAll(others.beginnings);
            sizes.addAll(others.sizes);
        }

        int count() {
            return parameters.size();
        }
    }

    /** Number of pieces. */
    int pieces() {
        return pieces;
    }

    /** Number of pieces of convolutions' kernels, which are used in the type of maps. */
    int kernelPieces() {
        return kernelPieces;
    }

    /** How many of these, the first ones, have their gradients in the type of maps: all but those of depthwise convolutions. */
    int convolutionPieces() {
        return convolutionPieces;
    }

    /** Number of parameters that learn. */
    int parameters() {
        return parameters;
    }

    /** A table in a plan. */
    Slot in(PlanBuilder plan, String name) {
        Column column = Lookup.in(columns, name, "table");
        return plan.table(column.type, column.values);
    }
}
