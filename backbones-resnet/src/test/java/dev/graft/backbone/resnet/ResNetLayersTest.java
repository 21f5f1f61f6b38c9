package dev.graft.backbone.resnet;

import dev.graft.golden.KerasLayersTest;

class ResNetLayersTest extends KerasLayersTest {}
