/** What every backbone promises, as tests to inherit: its layers, its shapes, its training steps, its programs. */
@NullMarked
package dev.graft.testkit.backbone;

import org.jspecify.annotations.NullMarked;
