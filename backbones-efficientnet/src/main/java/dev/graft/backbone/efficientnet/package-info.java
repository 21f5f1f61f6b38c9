/**
 * The EfficientNet family, both versions. The graphs follow {@code keras/src/applications/efficientnet.py} and {@code
 * efficientnet_v2.py} layer by layer; one set of weights, trained without photographs, travels inside this module's jar.
 */
@NullMarked
package dev.graft.backbone.efficientnet;

import org.jspecify.annotations.NullMarked;
