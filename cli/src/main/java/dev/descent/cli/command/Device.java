package dev.descent.cli.command;

import dev.descent.kernel.Kernels;

/** What computes. */
final class Device {
    private Device() {}

    static String describe() {
        int threads = Kernels.best().workers().threads();
        boolean hasVectors =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return threads
                + (threads == 1 ? " thread" : " threads")
                + (hasVectors ? " with vector instructions" : " without vector instructions")
                + ", Java "
                + Runtime.version().feature();
    }
}
