/**
 * MobileNetV2 as a backbone for Graft, in a project of its own.
 */
package org.example.mobilenet;
