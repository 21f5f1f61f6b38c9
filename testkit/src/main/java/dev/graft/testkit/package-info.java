/** What tests of all modules need, beside the contracts and networks in the packages below. */
@NullMarked
package dev.graft.testkit;

import org.jspecify.annotations.NullMarked;
