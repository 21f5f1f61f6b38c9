package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final Workers workers = new Workers(new OpenMpThreads(3));

    @Test
    void sharesRunAtTheSameTimeTheFirstOneInTheCallersThread() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(3);
        workers.run(3, share -> {
            threads.add(Thread.currentThread());
            assertThat(share == 0).isEqualTo(!Thread.currentThread().getName().equals("graft-cpu-worker"));
            all.countDown();
            await(all);
        });
        assertThat(threads).hasSize(3).contains(Thread.currentThread());
    }

    @Test
    void aFailureComesWhenAllHaveEnded() {
        AtomicInteger ended = new AtomicInteger();
        for (int failing = 0; failing < 3; failing++) {
            int number = failing;
            ended.set(0);
            assertThatThrownBy(() -> workers.run(3, share -> {
                        ended.incrementAndGet();
                        if (share == number) {
                            throw new IllegalArgumentException("share " + share);
                        }
                    }))
                    .isInstanceOf(RuntimeException.class);
            assertThat(ended).hasValue(3);
        }
    }

    @Test
    void anInterruptionWaitsForTheOthersAndIsKept() {
        AtomicInteger ended = new AtomicInteger();
        Thread.currentThread().interrupt();
        workers.run(2, share -> {
            if (share == 1) {
                pause();
                ended.incrementAndGet();
            }
        });
        assertThat(ended).hasValue(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
