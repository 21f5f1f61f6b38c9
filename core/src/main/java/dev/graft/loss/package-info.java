/** What a training minimises besides plain cross-entropy: label smoothing and class weights, as in Keras. */
package dev.graft.loss;
