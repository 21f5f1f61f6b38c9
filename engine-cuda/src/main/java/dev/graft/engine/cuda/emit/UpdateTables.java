package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.TrainedSlices;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.cuda.plan.Segment.Owner;
import dev.graft.engine.program.StoredParameter.Layout;
import dev.graft.engine.update.ParameterSlice;
import dev.graft.engine.update.ParameterSlice.Kind;
import dev.graft.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an update's kernels look up: pieces of parameters for blocks, and what holds for each parameter. */
public final class UpdateTables {
    /** Values of a piece. */
    private static final int PIECE = 4096;

    private final Map<String, Object> arrays = new LinkedHashMap<>();
    private final int pieces;
    private final int kernelPieces;
    private final int convolutionPieces;
    private final int parameters;

    /** @param optimizer has decays for kernels and for others */
    public UpdateTables(TrainedSlices slices, Optimizer optimizer) {
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
        float[] rates = new float[learning.size()];
        float[] decays = new float[learning.size()];
        float[] l1 = new float[learning.size()];
        float[] l2 = new float[learning.size()];
        for (int i = 0; i < learning.size(); i++) {
            ParameterSlice slice = learning.get(i);
            all.add(i, slice);
            rates[i] = (float) slice.rateFactor();
            decays[i] = (float) optimizer.decay(slice.kernel());
            l1[i] = (float) slice.penalty().l1();
            l2[i] = (float) slice.penalty().l2();
        }
        this.pieces = all.count();
        this.kernelPieces = kernels.count();
        this.parameters = learning.size();
        arrays.put("piece parameters", all.parameters());
        arrays.put("piece beginnings", all.beginnings());
        arrays.put("piece sizes", all.sizes());
        arrays.put("kernel piece beginnings", kernels.beginnings());
        arrays.put("kernel piece sizes", kernels.sizes());
        arrays.put("rates", rates);
        arrays.put("decays", decays);
        arrays.put("l1", l1);
        arrays.put("l2", l2);
    }

    private static final class Pieces {
        private final List<Integer> parameters = new ArrayList<>();
        private final List<Long> beginnings = new ArrayList<>();
        private final List<Integer> sizes = new ArrayList<>();

        void add(int parameter, ParameterSlice slice) {
            for (long from = 0; from < slice.length(); from += PIECE) {
                parameters.add(parameter);
                beginnings.add(slice.offset() + from);
                sizes.add((int) Math.min(PIECE, slice.length() - from));
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

        int[] parameters() {
            return parameters.stream().mapToInt(Integer::intValue).toArray();
        }

        long[] beginnings() {
            return beginnings.stream().mapToLong(Long::longValue).toArray();
        }

        int[] sizes() {
            return sizes.stream().mapToInt(Integer::intValue).toArray();
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

    /** Gets the tables. */
    public interface Visitor {
        /** @param values an {@code int[]}, {@code long[]} or {@code float[]} */
        void visit(Segment segment, Object values);
    }

    /** All tables, to be uploaded once. */
    public void forEach(Visitor visitor) {
        arrays.forEach((name, values) -> visitor.visit(segment(name), values));
    }

    /** Their memory. */
    public List<Segment> segments() {
        return arrays.keySet().stream().map(this::segment).toList();
    }

    private Segment segment(String name) {
        Buffer buffer = table(name);
        return new Segment(name, Owner.SESSION, Math.max(16, buffer.bytes()));
    }

    Buffer table(String name) {
        Object values = arrays.get(name);
        if (values instanceof int[] ints) {
            return new Buffer(name, 0, ElementType.I32, ints.length);
        } else if (values instanceof long[] longs) {
            return new Buffer(name, 0, ElementType.I64, longs.length);
        } else if (values instanceof float[] floats) {
            return new Buffer(name, 0, ElementType.F32, floats.length);
        }
        throw new IllegalArgumentException("There is no table " + name);
    }
}
