/**
 * The reference engine: DL4J's layers with oneDNN behind them, cut into a frozen prefix and a trainable suffix.
 */
@NullMarked
package dev.graft.engine.dl4j;

import org.jspecify.annotations.NullMarked;
