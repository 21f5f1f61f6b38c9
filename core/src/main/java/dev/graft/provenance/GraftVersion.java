package dev.graft.provenance;

import java.util.Optional;

/** Which Graft this is. */
public final class GraftVersion {
    private GraftVersion() {}

    /** As its archive says; classes outside an archive have none. */
    public static String text() {
        return Optional.ofNullable(GraftVersion.class.getPackage().getImplementationVersion())
                .orElse("development build");
    }
}
