package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DecodingMemoryTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void picturesOfAllThreadsTogetherNeverTakeMoreThanThereIs() throws Exception {
        DecodingMemory memory = new DecodingMemory(100 * MEGABYTE);
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<?>> results = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Random random = new Random(i);
            results.add(threads.submit(() -> {
                for (int round = 0; round < 200; round++) {
                    long needed = (1 + random.nextInt(100)) * MEGABYTE;
                    DecodingMemory.Place file = memory.forFile(random.nextInt(60) * MEGABYTE);
                    DecodingMemory.Place place = memory.forPicture(needed);
                    most.accumulateAndGet(held.addAndGet(needed), Math::max);
                    Thread.yield();
                    held.addAndGet(-needed);
                    place.close();
                    file.close();
                }
                return null;
            }));
        }
        for (Future<?> result : results) {
            result.get();
        }
        threads.shutdown();
        assertThat(most.get()).isBetween(MEGABYTE, 100 * MEGABYTE);
    }

    @Test
    void aPictureThatWouldNotFitAloneIsRefused() throws Exception {
        DecodingMemory memory = new DecodingMemory(10 * MEGABYTE);
        memory.forPicture(10 * MEGABYTE).close();
        assertThatThrownBy(() -> memory.forPicture(10 * MEGABYTE + 1))
                .isInstanceOf(DecodingMemory.TooLargeException.class)
                .hasMessageContaining("11 MB");
    }

    @Test
    void aFileLargerThanTheRoomForFilesIsReadAlone() {
        DecodingMemory memory = new DecodingMemory(10 * MEGABYTE);
        memory.forFile(1000 * MEGABYTE).close();
        memory.forFile(1000 * MEGABYTE).close();
    }
}
