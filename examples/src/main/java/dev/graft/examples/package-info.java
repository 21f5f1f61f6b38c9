/** Short programs, one for each task, to be copied: docs/examples.md shows them. */
@NullMarked
package dev.graft.examples;

import org.jspecify.annotations.NullMarked;
