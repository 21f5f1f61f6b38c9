/** What every augmentation must do, as a test to inherit, and an augmentation that is as simple as can be. */
@NullMarked
package dev.graft.testkit.augmentation;

import org.jspecify.annotations.NullMarked;
