/** What freezing promises, for policies and for the layers of any backbone, as tests to inherit. */
@NullMarked
package dev.graft.testkit.freeze;

import org.jspecify.annotations.NullMarked;
