package dev.graft.engine.program;

import dev.graft.error.Lookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where values lie in one block of memory, so that what is not needed at the same time shares its place, see {@link Arena}.
 *
 * @param offsets in bytes, of the values that lie in the block
 * @param workspaces in bytes, of private data by the first output of their forward instruction
 * @param size of the whole block in bytes
 */
public record MemoryPlan(Map<Value, Long> offsets, Map<Value, Long> workspaces, long size) {
    /** Vector units and cache lines want it, and so does oneDNN. */
    private static final long ALIGNMENT = 64;

    public MemoryPlan {
        offsets = Collections.unmodifiableMap(new HashMap<>(offsets));
        workspaces = Collections.unmodifiableMap(new HashMap<>(workspaces));
    }

    /** What an engine says about its memory. */
    public interface Sizes {
        /** Bytes that a value takes; 0 if it lies elsewhere. */
        long bytes(Value value);

        /** Bytes of private data that a forward instruction leaves to its backward instructions; 0 for none. */
        default long workspace(Instruction instruction) {
            return 0;
        }

        /** Whether an instruction may write its first output over an input that no one reads any more. */
        default boolean inPlace(Instruction instruction, Value input) {
            return InPlace.possible(instruction).contains(input) && bytes(input) == bytes(instruction.output());
        }
    }

    /** Something to place: a value, or what a forward instruction leaves to its backward instructions. */
    private record Piece(Value of, long bytes) {}

    /** Plans. */
    public static MemoryPlan of(Program program, Sizes sizes) {
        Arena<Piece> arena = new Arena<>(Piece::bytes, ALIGNMENT);
        Map<Value, Piece> values = new HashMap<>();
        Map<Value, Piece> workspaces = new HashMap<>();
        program.inputs().forEach(input -> values.put(input, new Piece(input, sizes.bytes(input))));
        arena.step(List.of(), placed(program.inputs(), values));
        for (Instruction instruction : program.instructions()) {
            List<Piece> reads = placed(instruction.inputs(), values);
            instruction.forward().ifPresent(forward -> reads.addAll(placed(List.of(forward), workspaces)));
            instruction.outputs().forEach(output -> values.put(output, new Piece(output, sizes.bytes(output))));
            List<Piece> writes = placed(instruction.outputs(), values);
            if (!instruction.outputs().isEmpty()) {
                Value first = instruction.output();
                workspaces.put(first, new Piece(first, sizes.workspace(instruction)));
                writes.addAll(placed(List.of(first), workspaces));
            }
            arena.step(reads, writes);
            for (Value input : InPlace.possible(instruction)) {
                if (sizes.bytes(input) > 0 && sizes.inPlace(instruction, input)) {
                    arena.mayOverwrite(
                            Lookup.in(values, input, "piece"), Lookup.in(values, instruction.output(), "piece"));
                }
            }
        }
        placed(program.outputs(), values).forEach(arena::keep);
        placed(program.gradients().values(), values).forEach(arena::keep);
        Arena.Placement<Piece> placement = arena.place();
        return new MemoryPlan(
                offsets(values, placement.offsets()), offsets(workspaces, placement.offsets()), placement.size());
    }

    /** Those of some values that take memory here. */
    private static List<Piece> placed(Collection<Value> of, Map<Value, Piece> pieces) {
        List<Piece> placed = new ArrayList<>();
        for (Value value : of) {
            Piece piece = pieces.get(value);
            if (piece != null && piece.bytes() > 0) {
                placed.add(piece);
            }
        }
        return placed;
    }

    private static Map<Value, Long> offsets(Map<Value, Piece> pieces, Map<Piece, Long> placed) {
        Map<Value, Long> offsets = new HashMap<>();
        pieces.forEach((value, piece) -> {
            if (placed.containsKey(piece)) {
                offsets.put(value, placed.get(piece));
            }
        });
        return offsets;
    }
}
