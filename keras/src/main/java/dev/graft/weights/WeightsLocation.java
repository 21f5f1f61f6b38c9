package dev.graft.weights;

import dev.graft.error.GraftException;
import java.net.URI;

/** Where a file of weights is to be had. */
public sealed interface WeightsLocation {
    /**
     * Inside a jar on the class path: at hand without a network.
     *
     * @param resource absolute class-path name, beginning with {@code /}
     */
    record InJar(String resource) implements WeightsLocation {
        public InJar {
            if (!resource.startsWith("/")) {
                throw new GraftException(
                        "A resource's class-path name begins with a slash here, found '" + resource + "'.");
            }
        }
    }

    /**
     * Published at an address; {@link WeightStore} gets it.
     *
     * @param address http or https; its last part is the file's name
     */
    record Published(URI address) implements WeightsLocation {
        public Published {
            String scheme = String.valueOf(address.getScheme());
            if (!scheme.matches("(?i)https?") || !nameOf(address).matches("[A-Za-z0-9_][A-Za-z0-9_.+-]*")) {
                throw new GraftException("Weights are published at an http or https address that ends with a plain file"
                        + " name, found '" + address + "'.");
            }
        }

        /** The last part of the address. */
        public String fileName() {
            return nameOf(address);
        }

        private static String nameOf(URI address) {
            String path = String.valueOf(address.getPath());
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }
}
