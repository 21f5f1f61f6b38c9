/** Weights on the heap, for tests that change them. */
@NullMarked
package dev.graft.testkit.weights;

import org.jspecify.annotations.NullMarked;
