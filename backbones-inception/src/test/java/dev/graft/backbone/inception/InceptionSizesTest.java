package dev.graft.backbone.inception;

import dev.graft.golden.KerasSizesTest;

class InceptionSizesTest extends KerasSizesTest {}
