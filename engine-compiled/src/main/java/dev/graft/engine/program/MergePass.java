package dev.graft.engine.program;

import dev.graft.error.Lookup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Applies a {@link Merging} to a forward program wherever it applies, as often as it applies. */
final class MergePass implements UnaryOperator<Program> {
    private final Merging merging;

    MergePass(Merging merging) {
        this.merging = merging;
    }

    @Override
    public Program apply(Program program) {
        ProgramBuilder builder = new ProgramBuilder(program);
        return new Run(program, builder).apply();
    }

    private final class Run {
        private final Program program;
        private final ProgramBuilder builder;
        private final MergeContext context;
        private final Uses uses;
        /** Instructions so far; empty where one was merged into a later one. */
        private final List<Optional<Instruction>> done = new ArrayList<>();

        private final Map<Value, Integer> writtenAt = new HashMap<>();

        Run(Program program, ProgramBuilder builder) {
            this.program = program;
            this.builder = builder;
            this.context = new MergeContext(program, builder);
            this.uses = new Uses(program);
        }

        Program apply() {
            program.instructions().forEach(this::append);
            builder.replaceInstructions(done.stream().flatMap(Optional::stream).toList());
            return builder.build(program.outputs(), program.gradients());
        }

        private void append(Instruction instruction) {
            for (Value between : candidates(instruction)) {
                int place = Lookup.in(writtenAt, between, "place");
                Optional<Instruction> merged =
                        done.get(place).flatMap(first -> merging.merge(first, between, instruction, context));
                if (merged.isPresent()) {
                    replace(place, instruction, between, merged.get());
                    return;
                }
            }
            put(done.size(), instruction);
        }

        /** What is read here alone, written last first: what waits for the other operand should wait shortly. */
        private List<Value> candidates(Instruction instruction) {
            return instruction.inputs().stream()
                    .filter(value -> uses.readers(value) == 1)
                    .filter(value -> Optional.ofNullable(writtenAt.get(value))
                            .flatMap(done::get)
                            .filter(writer -> writer.output().equals(value))
                            .isPresent())
                    .sorted(Comparator.comparing(writtenAt::get, Comparator.reverseOrder()))
                    .toList();
        }

        /**
         * The merged instruction stands where the first stood, so that what reads the first's other outputs stays behind
         * it, unless the second reads something that is written later.
         */
        private void replace(int place, Instruction second, Value between, Instruction merged) {
            done.set(place, Optional.empty());
            boolean waits = second.inputs().stream()
                    .anyMatch(value -> !value.equals(between) && writtenAt.getOrDefault(value, -1) > place);
            if (waits) {
                append(merged);
            } else {
                put(place, merged);
            }
        }

        private void put(int place, Instruction instruction) {
            if (place == done.size()) {
                done.add(Optional.of(instruction));
            } else {
                done.set(place, Optional.of(instruction));
            }
            instruction.outputs().forEach(output -> writtenAt.put(output, place));
        }
    }
}
