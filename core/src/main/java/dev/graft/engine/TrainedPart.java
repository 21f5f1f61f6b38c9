package dev.graft.engine;

import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import java.util.List;

/**
 * A part of a network that is to be trained.
 *
 * @param prefix what is not part of the training
 * @param freeze which layers of the backbone learn
 * @param head names of the head's layers, which always learn
 */
public record TrainedPart(FrozenPrefix prefix, ResolvedFreeze freeze, List<String> head) {
    public TrainedPart {
        head = List.copyOf(head);
    }
}
