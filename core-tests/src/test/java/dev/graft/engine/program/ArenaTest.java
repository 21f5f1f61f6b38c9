package dev.graft.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ArenaTest {
    private static final long ALIGNMENT = 64;

    private final Arena<Piece> arena = new Arena<>(Piece::bytes, ALIGNMENT);

    private static final class Piece {
        private final long bytes;

        Piece(long bytes) {
            this.bytes = bytes;
        }

        long bytes() {
            return bytes;
        }
    }

    @Property(tries = 200)
    void whatIsInUseAtTheSameTimeDoesNotOverlap(@ForAll long seed) {
        Random random = new Random(seed);
        // One for each try: jqwik tries all of them on one instance of this class.
        Arena<Piece> arena = new Arena<>(Piece::bytes, ALIGNMENT);
        List<Piece> living = new ArrayList<>(List.of(new Piece(40)));
        arena.step(List.of(), living);
        for (int step = 0; step < 40; step++) {
            Piece read = living.get(random.nextInt(living.size()));
            boolean likely = random.nextBoolean();
            Piece written = new Piece(likely ? read.bytes() : 4 * (1 + random.nextInt(100)));
            arena.step(List.of(read), List.of(written));
            arena.mayOverwrite(read, written);
            if (random.nextInt(4) == 0) {
                arena.keep(written);
            }
            if (random.nextBoolean()) {
                living.remove(read);
            }
            living.add(written);
        }
        Arena.Placement<Piece> placement = arena.place();
        assertThat(arena.isSound()).isTrue();
        assertThat(placement.offsets().values()).allMatch(offset -> offset >= 0 && offset % ALIGNMENT == 0);
        assertThat(living).allMatch(each -> placement.offsets().get(each) + each.bytes() <= placement.size());
    }

    @Test
    void whatIsReadForTheLastTimeIsOverwrittenInPlace() {
        Piece first = new Piece(256);
        Piece second = new Piece(256);
        Piece third = new Piece(256);
        arena.step(List.of(), List.of(first));
        arena.step(List.of(first), List.of(second));
        arena.mayOverwrite(first, second);
        arena.step(List.of(second), List.of(third));
        arena.mayOverwrite(second, third);
        arena.step(List.of(second, third), List.of());
        Arena.Placement<Piece> placement = arena.place();
        assertThat(placement.offsets().get(second))
                .isEqualTo(placement.offsets().get(first));
        assertThat(placement.offsets().get(third))
                .as("the second is needed once more")
                .isNotEqualTo(placement.offsets().get(second));
        assertThat(placement.size()).isEqualTo(2 * 256);
    }

    @Test
    void whatIsKeptSharesItsPlaceWithNothing() {
        Piece kept = new Piece(256);
        Piece later = new Piece(256);
        arena.step(List.of(), List.of(kept));
        arena.keep(kept);
        arena.step(List.of(), List.of(later));
        assertThat(arena.isSound()).as("nothing has its place yet").isFalse();
        assertThat(arena.place().size()).isEqualTo(2 * 256);
        assertThat(arena.isSound()).isTrue();
    }
}
