/** What a training minimises besides plain cross-entropy: label smoothing and class weights, as in Keras. */
@NullMarked
package dev.graft.loss;

import org.jspecify.annotations.NullMarked;
