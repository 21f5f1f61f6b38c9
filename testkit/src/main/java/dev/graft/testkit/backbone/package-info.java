/** What every backbone promises, as tests to inherit: its layers, its shapes, its training steps, its programs. */
package dev.graft.testkit.backbone;
