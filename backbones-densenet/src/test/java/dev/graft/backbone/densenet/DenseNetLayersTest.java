package dev.graft.backbone.densenet;

import dev.graft.golden.KerasLayersTest;

class DenseNetLayersTest extends KerasLayersTest {}
