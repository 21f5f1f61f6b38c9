package dev.graft.spark;

import dev.graft.search.Deadline;
import dev.graft.spark.TrialMessage.Order;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where messages about one group arrive on the driver, while somebody waits for it. Messages of attempts that nobody waits
 * for are answered with {@link Order#STOP}.
 */
final class GroupDesk implements AutoCloseable {
    /** Spark hands messages to a plugin that it has made itself. */
    private static final Map<String, GroupDesk> OPEN = new ConcurrentHashMap<>();

    private final String token;
    private final Deadline deadline;
    private final BlockingQueue<TrialMessage> arrived = new LinkedBlockingQueue<>();

    private GroupDesk(String token, Deadline deadline) {
        this.token = token;
        this.deadline = deadline;
    }

    static GroupDesk open(String token, Deadline deadline) {
        GroupDesk desk = new GroupDesk(token, deadline);
        OPEN.put(token, desk);
        return desk;
    }

    /** Takes a message in; it is worked on by the thread that waits for the group. */
    static Order answer(TrialMessage message) {
        GroupDesk desk = OPEN.get(message.token());
        if (desk == null) {
            return Order.STOP;
        }
        desk.arrived.add(message);
        return desk.deadline.isOver() ? Order.PAUSE : Order.GO_ON;
    }

    /** The next message; null if none comes for a while. */
    @Nullable TrialMessage next(long milliseconds) throws InterruptedException {
        return arrived.poll(milliseconds, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        OPEN.remove(token);
    }
}
