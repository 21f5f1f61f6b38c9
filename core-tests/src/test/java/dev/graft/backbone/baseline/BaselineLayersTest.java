package dev.graft.backbone.baseline;

import dev.graft.golden.KerasLayersTest;

class BaselineLayersTest extends KerasLayersTest {}
