/** What every head promises, as a test to inherit. */
@NullMarked
package dev.graft.testkit.head;

import org.jspecify.annotations.NullMarked;
