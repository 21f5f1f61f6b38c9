/**
 * What computes. An engine runs DL4J graphs; the reference engine is in {@code dl4j}, others are found by {@link java.util.ServiceLoader}.
 */
@NullMarked
package dev.graft.engine;

import org.jspecify.annotations.NullMarked;
