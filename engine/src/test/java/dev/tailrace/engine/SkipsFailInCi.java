package dev.tailrace.engine;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** As the test kit has it for the other modules: the kit needs this one, so it cannot give it to us. */
public final class SkipsFailInCi implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw judged(thrown);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw judged(thrown);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw judged(thrown);
    }

    private static Throwable judged(Throwable thrown) {
        return thrown instanceof TestAbortedException skipped && "true".equals(System.getenv("CI"))
                ? new AssertionFailedError("skipped, which fails in CI: " + skipped.getMessage(), skipped)
                : thrown;
    }
}
