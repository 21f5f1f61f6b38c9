package dev.graft.phantom;

/**
 * Paints one slice of a patient, pixel by pixel.
 *
 * @param patient what to paint
 * @param age the part of the patient's age-related changes that the slice cuts
 * @param pose where the head lies
 * @param level of the slice
 * @param size of the picture in pixels
 * @param softness width of edges, in brain units
 */
record SliceRenderer(Patient patient, WhiteMatterAge age, Pose pose, double level, int size, double softness) {

    /** What one pixel shows: its signal, and how much of it is lesion. */
    private record Point(double signal, double lesion) {}

    static SliceRenderer of(Patient patient, Pose pose, double level, int size) {
        // Half a pixel: as sharp as the grid can show without stairs.
        double softness = Math.max(0.008, 1.0 / size / pose.scale());
        return new SliceRenderer(patient, patient.age().atLevel(level), pose, level, size, softness);
    }

    SliceSignal render() {
        float[] values = new float[size * size];
        float[] lesion = new float[size * size];
        double cos = StrictMath.cos(pose.angle()) / pose.scale();
        double sin = StrictMath.sin(pose.angle()) / pose.scale();
        for (int i = 0; i < values.length; i++) {
            double u = (i % size + 0.5) * 2 / size - 1 - pose.shiftX();
            double v = (i / size + 0.5) * 2 / size - 1 - pose.shiftY();
            Point point = point(patient.brain().spot(u * cos + v * sin, v * cos - u * sin, level));
            values[i] = (float) point.signal();
            lesion[i] = (float) point.lesion();
        }
        return new SliceSignal(size, values, lesion);
    }

    private Point point(Spot spot) {
        HeadShape shape = patient.brain().shape();
        double outwards = -spot.depth() - shape.gap();
        if (outwards >= softness) {
            return new Point(rim(spot, outwards), 0);
        }
        Point inside = inside(spot);
        double bone = Geometry.step(-softness, softness, outwards);
        return bone == 0
                ? inside
                : new Point(inside.signal() * (1 - bone) + rim(spot, outwards) * bone, inside.lesion() * (1 - bone));
    }

    private double rim(Spot spot, double outwards) {
        return patient.rim().signal(spot, outwards, patient.brain().shape(), patient.contrast(), softness);
    }

    private Point inside(Spot spot) {
        Spot source = displaced(spot);
        Tissue tissue = patient.brain().at(source, softness);
        double plain = patient.contrast().of(tissue);
        double aged = age.applyTo(plain, source, tissue, patient.contrast());
        double signal = aged * grain(spot);
        double share = patient.lesion().map(lesion -> lesion.share(spot)).orElse(0.0);
        if (share == 0) {
            return new Point(signal, 0);
        }
        double lesion = share * tissue.parenchyma();
        return new Point(signal + patient.lesion().orElseThrow().signal(spot, lesion), lesion);
    }

    /** Where the tissue seen at a point would lie without swelling. */
    private Spot displaced(Spot spot) {
        if (patient.lesion().isEmpty() || patient.lesion().get().swelling() == 0) {
            return spot;
        }
        Lesion lesion = patient.lesion().get();
        double push = lesion.push(spot.x(), spot.y()) * Geometry.step(0, 0.12, spot.depth());
        LesionForm form = lesion.form();
        return patient.brain()
                .spot(spot.x() - (spot.x() - form.x()) * push, spot.y() - (spot.y() - form.y()) * push, level);
    }

    private double grain(Spot spot) {
        GradientNoise texture = patient.texture();
        return 1
                + 0.10 * texture.at(spot.x() * 3, spot.y() * 3, level * 2)
                + 0.08 * texture.at(spot.x() * 15, spot.y() * 15, level * 8);
    }
}
