package dev.graft.backbone.densenet;

import dev.graft.golden.KerasSizesTest;

class DenseNetSizesTest extends KerasSizesTest {}
