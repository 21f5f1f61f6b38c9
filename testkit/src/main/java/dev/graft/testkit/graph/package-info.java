/** Types of layers for tests of layer graphs. */
@NullMarked
package dev.graft.testkit.graph;

import org.jspecify.annotations.NullMarked;
