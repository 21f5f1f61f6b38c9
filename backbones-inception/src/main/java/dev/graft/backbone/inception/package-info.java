/**
 * The Inception family. The graph follows {@code keras/src/applications/inception_v3.py} layer by layer.
 */
@NullMarked
package dev.graft.backbone.inception;

import org.jspecify.annotations.NullMarked;
