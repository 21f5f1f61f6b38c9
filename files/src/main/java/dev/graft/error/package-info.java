/** What Graft throws: a sentence that says what was found, what was expected and what to do. */
@NullMarked
package dev.graft.error;

import org.jspecify.annotations.NullMarked;
