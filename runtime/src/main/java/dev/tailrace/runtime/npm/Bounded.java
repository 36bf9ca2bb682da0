package dev.tailrace.runtime.npm;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** A stream that ends with an error when it, or all that share a count, grow beyond their bounds. */
final class Bounded extends FilterInputStream {
    private final AtomicLong all;
    private final long allMax;
    private final long ownMax;
    private long own;

    Bounded(InputStream in, AtomicLong all, long allMax, long ownMax) {
        super(in);
        this.all = all;
        this.allMax = allMax;
        this.ownMax = ownMax;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        return read < 0 ? read : count(1) == 1 ? read : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        return read < 0 ? read : count(read);
    }

    private int count(int read) throws TooMuch {
        own += read;
        if (own > ownMax || all.addAndGet(read) > allMax) {
            throw new TooMuch();
        }
        return read;
    }

    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuch() {
            super("it is too large");
        }
    }
}
