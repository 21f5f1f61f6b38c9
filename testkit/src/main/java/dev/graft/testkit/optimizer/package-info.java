/** Update rules by the arguments of Keras's optimizers. */
@NullMarked
package dev.graft.testkit.optimizer;

import org.jspecify.annotations.NullMarked;
