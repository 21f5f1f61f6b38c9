package dev.graft.backbone.inception;

import dev.graft.golden.KerasLayersTest;

class InceptionLayersTest extends KerasLayersTest {}
