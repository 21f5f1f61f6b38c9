/** Results of trainings, changed for tests of what shows or stores them. */
@NullMarked
package dev.graft.testkit.result;

import org.jspecify.annotations.NullMarked;
