package dev.tailrace.runtime.npm;

import java.io.InputStream;

/** Where packages come from. Threads may share it. */
public interface PackageSource {
    /** The description of a package with all its versions (a "packument"), as JSON. */
    Answer describe(String name) throws InterruptedException;

    /** The archive that a description names as {@code dist.tarball}. */
    Answer archive(String tarball) throws InterruptedException;

    /** What a source says. */
    sealed interface Answer {
        /** @param body the caller's to close */
        record Found(InputStream body) implements Answer {}

        record Missing() implements Answer {}

        /** @param why to be read by whoever wrote the dependency; names no secret */
        record Failed(String why) implements Answer {}
    }
}
