/**
 * Wiring for users of Guice; the library works without.
 */
@NullMarked
package dev.graft.guice;

import org.jspecify.annotations.NullMarked;
