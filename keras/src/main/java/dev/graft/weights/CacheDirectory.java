package dev.graft.weights;

import dev.graft.io.UserFolders;
import java.nio.file.Path;

/**
 * Where weights lie on this machine.
 *
 * @param user whose settings count
 */
record CacheDirectory(UserFolders user) {
    /** System property that names the directory of the weights. */
    static final String PROPERTY = "graft.weights";

    /** Environment variable that names the directory of the weights. */
    static final String VARIABLE = "GRAFT_WEIGHTS";

    static CacheDirectory ofThisProcess() {
        return new CacheDirectory(UserFolders.ofThisProcess());
    }

    /** The setting, else the operating system's place for caches. */
    Path weights() {
        return user.property(PROPERTY)
                .or(() -> user.variable(VARIABLE))
                .map(Path::of)
                .orElseGet(() -> user.cache("weights"));
    }

    /** Where Keras keeps what it downloaded. */
    Path kerasModels() {
        return user.variable("KERAS_HOME")
                .map(Path::of)
                .orElseGet(() -> user.home().resolve(".keras"))
                .resolve("models");
    }
}
