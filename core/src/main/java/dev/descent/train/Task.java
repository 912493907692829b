package dev.descent.train;

/** What the outputs of a network stand for. */
public enum Task {
    /** One output per class; the greatest names the class. */
    CLASSES,
    /** One output between 0 and 1; above one half means yes. */
    BINARY,
    /** Numbers to be hit as closely as possible. */
    NUMBERS
}
