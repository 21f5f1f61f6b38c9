/**
 * The ResNet family. The graph follows {@code keras/src/applications/resnet.py} layer by layer, blocks of both
 * versions.
 */
@NullMarked
package dev.graft.backbone.resnet;

import org.jspecify.annotations.NullMarked;
