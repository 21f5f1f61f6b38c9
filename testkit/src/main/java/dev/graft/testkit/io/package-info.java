/** Damaged files: whatever reads files must read or refuse them, within a bound of memory. */
@NullMarked
package dev.graft.testkit.io;

import org.jspecify.annotations.NullMarked;
