package dev.graft.phantom;

/** What a phantom patient has. Every patient has one class, and all of its slices with it. */
public enum PhantomClass {
    /** No lesion; every nuisance that the other class has. */
    NORMAL("normal"),
    /** One lesion, cut by every slice of the patient. */
    STROKE("stroke");

    private final String folder;

    PhantomClass(String folder) {
        this.folder = folder;
    }

    /** Name of the folder that holds this class, and so the name of the class once the folder is read. */
    public String folder() {
        return folder;
    }
}
