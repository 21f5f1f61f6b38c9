/** Pictures small enough to train on in a test. */
@NullMarked
package dev.graft.testkit.data;

import org.jspecify.annotations.NullMarked;
