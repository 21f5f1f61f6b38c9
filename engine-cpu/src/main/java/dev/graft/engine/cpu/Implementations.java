package dev.graft.engine.cpu;

import java.util.function.Predicate;
import org.bytedeco.dnnl.primitive_desc;
import org.bytedeco.dnnl.primitive_desc_base;

/** What oneDNN will run for a primitive. It lists what it can do from the best on, by its own reckoning. */
final class Implementations {
    private Implementations() {}

    static String name(primitive_desc_base description) {
        return description.impl_info_str().getString();
    }

    /** Whether it is oneDNN's reference, which is 10 to 500 times slower than anything else. */
    static boolean isSlow(primitive_desc_base description) {
        return name(description).startsWith("ref");
    }

    /**
     * Goes on to the first implementation that is liked and not slow.
     *
     * @return whether there is one; if not, the description must be made again
     */
    static boolean choose(primitive_desc description, Predicate<String> liked) {
        do {
            if (!isSlow(description) && liked.test(name(description))) {
                return true;
            }
        } while (description.next_impl());
        return false;
    }
}
