package dev.descent.cli.command;

/** What computes. */
final class Device {
    private Device() {}

    static String describe() {
        int processors = Runtime.getRuntime().availableProcessors();
        return processors + (processors == 1 ? " processor" : " processors") + ", Java "
                + Runtime.version().feature();
    }
}
