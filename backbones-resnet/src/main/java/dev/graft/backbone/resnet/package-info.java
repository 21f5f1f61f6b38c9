/**
 * The ResNet family. The graph follows {@code keras/src/applications/resnet.py} layer by layer.
 */
@NullMarked
package dev.graft.backbone.resnet;

import org.jspecify.annotations.NullMarked;
