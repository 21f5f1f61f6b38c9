/**
 * The two self-built networks that pretrained backbones are measured against: plain chains of convolutions, trained from
 * scratch. "Nine layers" and "twelve layers" are convolutions and poolings; Keras's count, which the specifications give,
 * has the input in addition.
 */
@NullMarked
package dev.graft.backbone.baseline;

import org.jspecify.annotations.NullMarked;
