/** Programs of compiled engines, interpreted slowly and plainly: the oracle that engines and passes are compared with. */
@NullMarked
package dev.graft.testkit.program;

import org.jspecify.annotations.NullMarked;
