/**
 * The DenseNet family. The graph follows {@code keras/src/applications/densenet.py} layer by layer.
 */
@NullMarked
package dev.graft.backbone.densenet;

import org.jspecify.annotations.NullMarked;
