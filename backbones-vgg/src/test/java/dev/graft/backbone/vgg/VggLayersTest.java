package dev.graft.backbone.vgg;

import dev.graft.golden.KerasLayersTest;

class VggLayersTest extends KerasLayersTest {}
