package dev.tailrace.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log: one line an entry, on standard error. Lines are gathered and written every 50 ms, because there is one for
 * each attempt of a delivery and a system call for each would cost more than the attempt.
 */
final class Logging {
    private static final Duration WRITTEN_EVERY = Duration.ofMillis(50);
    private static final int BUFFER_BYTES = 64 * 1024;

    private Logging() {}

    static void start(String level) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var line = new LogLine();
        line.setContext(context);
        line.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(line);
        encoder.start();
        var out = new Gathered();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setImmediateFlush(false);
        appender.setOutputStream(out);
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level));
        root.addAppender(appender);
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        Thread.ofPlatform().daemon().name("log").start(() -> writeNowAndThen(out));
    }

    /** Writes what is left. */
    static void stop() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    /** Standard error, which stays open for others. */
    private static final class Gathered extends BufferedOutputStream {
        Gathered() {
            super(new FileOutputStream(FileDescriptor.err), BUFFER_BYTES);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static void writeNowAndThen(OutputStream out) {
        try {
            while (true) {
                Thread.sleep(WRITTEN_EVERY);
                out.flush();
            }
        } catch (InterruptedException | IOException _) {
            // Standard error is closed: there is nobody to tell.
        }
    }
}
