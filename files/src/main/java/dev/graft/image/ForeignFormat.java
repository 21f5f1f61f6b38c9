package dev.graft.image;

import java.util.Arrays;
import java.util.function.Predicate;

/** What is known by its first bytes but not decoded, each with what to do about it. */
public enum ForeignFormat implements FileKind {
    EMPTY("an empty file", Advice.FETCH_AGAIN, Signature::isEmpty),
    AVIF("an AVIF image", Advice.CONVERT, start -> start.hasBrand("avif", "avis")),
    HEIC(
            "a HEIC image",
            Advice.CONVERT,
            start -> start.hasBrand("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1")),
    JPEG_XL(
            "a JPEG XL image",
            Advice.CONVERT,
            start -> start.hasBytes(0, "FF0A") || start.hasBytes(0, "0000000C4A584C200D0A870A")),
    JPEG_2000(
            "a JPEG 2000 image",
            Advice.CONVERT,
            start -> start.hasBytes(0, "0000000C6A5020200D0A870A") || start.hasBytes(0, "FF4FFF51")),
    JPEG_XR("a JPEG XR image", Advice.CONVERT, start -> start.hasBytes(0, "4949BC01")),
    CAMERA_RAW("a camera's raw image", Advice.CONVERT, ForeignFormat::isCameraRaw),
    PHOTOSHOP("a Photoshop image", Advice.CONVERT, start -> start.hasText(0, "8BPS")),
    OPEN_EXR("an OpenEXR image", Advice.CONVERT, start -> start.hasBytes(0, "762F3101")),
    RADIANCE(
            "a Radiance HDR image",
            Advice.CONVERT,
            start -> start.hasText(0, "#?RADIANCE") || start.hasText(0, "#?RGBE")),
    PORTABLE_FLOAT_MAP("a portable float map", Advice.CONVERT, ForeignFormat::isPortableFloatMap),
    ICON("an icon file", Advice.CONVERT, ForeignFormat::isIcon),
    PCX("a PCX image", Advice.CONVERT, start -> start.hasBytes(0, "0A050101") || start.hasBytes(0, "0A050108")),
    SILICON_GRAPHICS("an SGI image", Advice.CONVERT, start -> start.hasBytes(0, "01DA")),
    DIRECT_DRAW("a DDS texture", Advice.CONVERT, start -> start.hasText(0, "DDS ")),
    SVG("an SVG drawing", Advice.CONVERT, start -> start.beginsWithMarkup("<svg")),
    DICOM("a DICOM file", Advice.EXPORT_SLICES, start -> start.hasText(128, "DICM")),
    NIFTI("a NIfTI volume", Advice.EXPORT_SLICES, ForeignFormat::isNifti),
    NRRD("an NRRD volume", Advice.EXPORT_SLICES, start -> start.hasText(0, "NRRD000")),
    META_IMAGE("a MetaImage volume", Advice.EXPORT_SLICES, start -> start.beginsWithMarkup("objecttype =")),
    FITS("a FITS file", Advice.EXPORT_SLICES, start -> start.hasText(0, "SIMPLE  =")),
    ZEISS("a Zeiss CZI image", Advice.EXPORT_SLICES, start -> start.hasText(0, "ZISRAWFILE")),
    HDF5("an HDF5 file", Advice.EXPORT_SLICES, start -> start.hasBytes(0, "894844460D0A1A0A")),
    MATLAB("a MATLAB file", Advice.EXPORT_SLICES, start -> start.hasText(0, "MATLAB 5.0 MAT-file")),
    NUMPY("a NumPy array", Advice.EXPORT_SLICES, start -> start.hasBytes(0, "934E554D5059")),
    GIT_LFS_POINTER(
            "a Git LFS pointer",
            "Fetch the file that it stands for with 'git lfs pull'",
            start -> start.hasText(0, "version https://git-lfs.github.com/spec/")),
    HTML(
            "an HTML page",
            "A download probably answered with a page instead of the file; fetch it again",
            start -> start.beginsWithMarkup("<!doctype html") || start.beginsWithMarkup("<html")),
    XML("an XML file", Advice.LEAVE_OUT, start -> start.beginsWithMarkup("<?xml")),
    PDF("a PDF document", "Export its pages as PNG", start -> start.hasText(0, "%PDF-")),
    POSTSCRIPT("a PostScript file", "Export its pages as PNG", start -> start.hasText(0, "%!PS")),
    ZIP(
            "a zip archive",
            Advice.UNPACK,
            start -> start.hasBytes(0, "504B0304") || start.hasBytes(0, "504B0506") || start.hasBytes(0, "504B0708")),
    GZIP("a gzip archive", Advice.UNPACK, start -> start.hasBytes(0, "1F8B")),
    BZIP2("a bzip2 archive", Advice.UNPACK, start -> start.hasText(0, "BZh")),
    XZ("an xz archive", Advice.UNPACK, start -> start.hasBytes(0, "FD377A585A00")),
    ZSTANDARD("a Zstandard archive", Advice.UNPACK, start -> start.hasBytes(0, "28B52FFD")),
    SEVEN_ZIP("a 7-Zip archive", Advice.UNPACK, start -> start.hasBytes(0, "377ABCAF271C")),
    RAR("a RAR archive", Advice.UNPACK, start -> start.hasBytes(0, "526172211A07")),
    TAR("a tar archive", Advice.UNPACK, start -> start.hasText(257, "ustar")),
    VIDEO("a video", "Export its frames as PNG", ForeignFormat::isVideo),
    TEXT("a text file", Advice.LEAVE_OUT, Signature::looksLikeText),
    UNKNOWN("a file of an unknown kind", Advice.REPLACE, start -> true);

    private final String article;
    private final String title;
    private final String advice;
    private final Predicate<Signature> signature;

    /** @param name the title behind its article, which follows how it is spoken */
    ForeignFormat(String name, String advice, Predicate<Signature> signature) {
        int space = name.indexOf(' ');
        this.article = name.substring(0, space);
        this.title = name.substring(space + 1);
        this.advice = advice;
        this.signature = signature;
    }

    /** The first that matches: the constants' order counts. */
    static ForeignFormat of(Signature start) {
        return Arrays.stream(values())
                .filter(format -> format.signature.test(start))
                .findFirst()
                .orElse(UNKNOWN);
    }

    @Override
    public String title() {
        return title;
    }

    /** What to do: a sentence without a full stop. */
    public String advice() {
        return advice;
    }

    /** As it stands in a sentence: {@code an AVIF image}. */
    public String withArticle() {
        return article + " " + title;
    }

    private static boolean isCameraRaw(Signature start) {
        boolean canon = start.hasText(8, "CR") && (start.hasBytes(0, "49492A00") || start.hasBytes(0, "4D4D002A"));
        return canon
                || start.hasBrand("crx ")
                || start.hasText(0, "IIRO")
                || start.hasText(0, "IIRS")
                || start.hasText(0, "MMOR")
                || start.hasBytes(0, "49495500")
                || start.hasText(0, "FUJIFILMCCD-RAW");
    }

    /** Two zeros, a kind and a count that is not zero: Targa images begin with two zeros and a kind, too. */
    private static boolean isIcon(Signature start) {
        boolean windows = start.hasBytes(0, "00000100") || start.hasBytes(0, "00000200");
        return windows && start.at(4) > 0 && start.at(5) == 0 || start.hasText(0, "icns");
    }

    private static boolean isPortableFloatMap(Signature start) {
        return start.at(0) == 'P' && (start.at(1) == 'F' || start.at(1) == 'f') && Character.isWhitespace(start.at(2));
    }

    private static boolean isNifti(Signature start) {
        return start.hasBytes(344, "6E2B3100")
                || start.hasBytes(344, "6E693100")
                || start.hasBytes(4, "6E2B3200")
                || start.hasBytes(4, "6E693200");
    }

    private static boolean isVideo(Signature start) {
        return start.hasText(4, "ftyp")
                || start.hasText(4, "moov")
                || start.hasText(0, "RIFF") && start.hasText(8, "AVI ")
                || start.hasBytes(0, "1A45DFA3")
                || start.hasBytes(0, "000001BA");
    }

    /** Sentences that several kinds share; a constant cannot refer to fields of its own enum. */
    private static final class Advice {
        static final String CONVERT = "Convert it to PNG or JPEG";
        static final String EXPORT_SLICES = "Export its pictures as PNG, with a window of values that suits them";
        static final String UNPACK = "Unpack it";
        static final String FETCH_AGAIN = "Fetch it again";
        static final String LEAVE_OUT = "Leave it out";
        static final String REPLACE = "Replace it with an intact image file, or leave it out";

        private Advice() {}
    }
}
