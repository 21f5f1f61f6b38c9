package dev.graft.backbone.efficientnet;

import dev.graft.golden.KerasLayersTest;

class EfficientNetLayersTest extends KerasLayersTest {}
