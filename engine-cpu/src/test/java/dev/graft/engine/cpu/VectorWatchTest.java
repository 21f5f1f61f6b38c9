package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class VectorWatchTest {
    private static final int TIMES = 200_000;

    private final Logger logger = (Logger) LoggerFactory.getLogger(VectorWatch.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final VectorWatch watch = new VectorWatch();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    @Test
    void slowTransformsAreToldOnce() {
        for (int i = 0; i < TIMES; i++) {
            watch.observe(3_500);
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage()).contains("3500 ns", "-Dgraft.winograd=off");
    }

    @Test
    void warmingUpAndBusyNeighboursDoNotCount() {
        for (int i = 0; i < TIMES; i++) {
            watch.observe(i < 40_000 || i % 100 > 0 ? 50_000 : 700);
        }
        assertThat(log.list).isEmpty();
    }

    @Test
    void oneFastTransformBeforeItIsWarmProvesNothing() {
        watch.observe(500);
        for (int i = 0; i < TIMES; i++) {
            watch.observe(3_500);
        }
        assertThat(log.list).hasSize(1);
    }
}
