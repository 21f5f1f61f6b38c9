package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.bytedeco.dnnl.memory;
import org.junit.jupiter.api.Test;

class ArenaPlanTest {
    private static Slot slot(long values) {
        return Slot.planned("slot", new memory.desc(new long[] {values}, memory.data_type.f32, memory.format_tag.a));
    }

    @Property(tries = 200)
    void whatLivesAtTheSameTimeDoesNotOverlap(@ForAll long seed) {
        Random random = new Random(seed);
        ArenaPlan plan = new ArenaPlan();
        List<Slot> living = new ArrayList<>(List.of(slot(10)));
        plan.step(List.of(), living);
        for (int step = 0; step < 40; step++) {
            Slot read = living.get(random.nextInt(living.size()));
            boolean likely = random.nextBoolean();
            Slot written = likely ? slot(read.bytes() / Float.BYTES) : slot(1 + random.nextInt(100));
            plan.step(List.of(read), List.of(written));
            plan.mayOverwrite(read, written);
            if (random.nextInt(4) == 0) {
                plan.keep(written);
            }
            if (random.nextBoolean()) {
                living.remove(read);
            }
            living.add(written);
        }
        try (NativeMemory memory = plan.place()) {
            assertThat(plan.isSound()).isTrue();
            living.forEach(each -> assertThat(each.address().address() + each.bytes())
                    .isLessThanOrEqualTo(memory.at(memory.bytes()).address()));
        }
    }

    @Test
    void whatIsReadForTheLastTimeIsOverwrittenInPlace() {
        ArenaPlan plan = new ArenaPlan();
        Slot first = slot(64);
        Slot second = slot(64);
        Slot third = slot(64);
        plan.step(List.of(), List.of(first));
        plan.step(List.of(first), List.of(second));
        plan.mayOverwrite(first, second);
        plan.step(List.of(second), List.of(third));
        plan.mayOverwrite(second, third);
        plan.step(List.of(second, third), List.of());
        try (NativeMemory memory = plan.place()) {
            assertThat(second.address().address()).isEqualTo(first.address().address());
            assertThat(third.address().address())
                    .as("the second is needed once more")
                    .isNotEqualTo(second.address().address());
            assertThat(memory.bytes()).isEqualTo(2 * 256);
        }
    }

    @Test
    void viewsKeepTheirMemoryAlive() {
        ArenaPlan plan = new ArenaPlan();
        Slot whole = slot(64);
        Slot other = slot(64);
        Slot view = whole.from(128, new memory.desc(new long[] {32}, memory.data_type.f32, memory.format_tag.a));
        plan.step(List.of(), List.of(whole));
        plan.step(List.of(), List.of(other));
        plan.step(List.of(view, other), List.of());
        try (NativeMemory memory = plan.place()) {
            assertThat(view.address().address()).isEqualTo(whole.address().address() + 128);
            assertThat(other.address().address()).isNotEqualTo(whole.address().address());
            assertThat(memory.bytes()).isEqualTo(2 * 256);
        }
    }
}
