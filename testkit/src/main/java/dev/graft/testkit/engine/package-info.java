/** What every engine promises, as a test to inherit. */
@NullMarked
package dev.graft.testkit.engine;

import org.jspecify.annotations.NullMarked;
