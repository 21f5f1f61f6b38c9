package dev.graft.engine.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where values lie in one block of memory, so that what is not needed at the same time shares its place.
 *
 * <p>The largest blocks are placed first, each at the lowest offset that is free as long as it lives (Pisarchyk, Lee 2020,
 * "greedy by size").
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

    /** Plans. */
    public static MemoryPlan of(Program program, Sizes sizes) {
        Map<Value, Integer> lastReads = lastReads(program);
        Map<Value, Block> blocks = new HashMap<>();
        Map<Value, Block> workspaces = new HashMap<>();
        List<Block> all = new ArrayList<>();
        for (Value input : program.inputs()) {
            add(all, blocks, input, new Block(sizes.bytes(input), 0, lastReads.getOrDefault(input, 0)));
        }
        List<Instruction> instructions = program.instructions();
        Map<Value, Integer> lastBackward = lastBackward(instructions);
        for (int at = 0; at < instructions.size(); at++) {
            Instruction instruction = instructions.get(at);
            for (Value output : instruction.outputs()) {
                int end = lastReads.getOrDefault(output, at);
                Block below = output.equals(instruction.output())
                        ? overwritten(instruction, at, sizes, lastReads, blocks)
                        : null;
                if (below != null) {
                    below.end = end;
                    blocks.put(output, below);
                } else {
                    add(all, blocks, output, new Block(sizes.bytes(output), at, end));
                }
            }
            if (!instruction.outputs().isEmpty()) {
                Block own = new Block(
                        sizes.workspace(instruction), at, lastBackward.getOrDefault(instruction.output(), at));
                add(all, workspaces, instruction.output(), own);
            }
        }
        long size = place(all);
        return new MemoryPlan(offsets(blocks), offsets(workspaces), size);
    }

    private static void add(List<Block> all, Map<Value, Block> blocks, Value value, Block block) {
        if (block.bytes > 0) {
            all.add(block);
            blocks.put(value, block);
        }
    }

    /** Index of the instruction that reads a value last; one behind the end for what is wanted. */
    private static Map<Value, Integer> lastReads(Program program) {
        Map<Value, Integer> reads = new HashMap<>();
        List<Instruction> instructions = program.instructions();
        for (int at = 0; at < instructions.size(); at++) {
            for (Value input : instructions.get(at).inputs()) {
                reads.put(input, at);
            }
        }
        program.outputs().forEach(output -> reads.put(output, instructions.size()));
        program.gradients().values().forEach(gradient -> reads.put(gradient, instructions.size()));
        return reads;
    }

    private static Block overwritten(
            Instruction instruction, int at, Sizes sizes, Map<Value, Integer> lastReads, Map<Value, Block> blocks) {
        for (Value input : InPlace.possible(instruction)) {
            Block block = blocks.get(input);
            boolean free = block != null && lastReads.get(input) == at;
            if (free && sizes.inPlace(instruction, input)) {
                return block;
            }
        }
        return null;
    }

    /** Index of the last instruction that belongs to a forward instruction, by that one's first output. */
    private static Map<Value, Integer> lastBackward(List<Instruction> instructions) {
        Map<Value, Integer> last = new HashMap<>();
        for (int at = 0; at < instructions.size(); at++) {
            int here = at;
            instructions.get(at).forward().ifPresent(forward -> last.put(forward, here));
        }
        return last;
    }

    private static long place(List<Block> blocks) {
        List<Block> order = new ArrayList<>(blocks);
        order.sort(Comparator.comparingLong((Block block) -> block.bytes).reversed());
        List<Block> placed = new ArrayList<>();
        long size = 0;
        for (Block block : order) {
            long offset = 0;
            for (Block other : placed) {
                if (other.overlaps(block)) {
                    if (other.offset - offset >= block.bytes) {
                        break;
                    }
                    offset = Math.max(offset, other.offset + other.bytes);
                }
            }
            block.offset = offset;
            size = Math.max(size, offset + block.bytes);
            int index = Collections.binarySearch(placed, block, Comparator.comparingLong(each -> each.offset));
            placed.add(index < 0 ? -index - 1 : index, block);
        }
        return size;
    }

    private static Map<Value, Long> offsets(Map<Value, Block> blocks) {
        Map<Value, Long> offsets = new HashMap<>();
        blocks.forEach((value, block) -> offsets.put(value, block.offset));
        return offsets;
    }

    /** A piece of memory as long as it is in use; both ends count. */
    private static final class Block {
        private final long bytes;
        private final int begin;
        private int end;
        private long offset;

        Block(long bytes, int begin, int end) {
            this.bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            this.begin = begin;
            this.end = end;
        }

        boolean overlaps(Block other) {
            return begin <= other.end && other.begin <= end;
        }
    }
}
