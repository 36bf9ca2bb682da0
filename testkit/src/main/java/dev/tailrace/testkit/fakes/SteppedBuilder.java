package dev.tailrace.testkit.fakes;

import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.Builder;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Packages;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** A builder whose every build waits until the test says what comes of it. Threads may share it. */
public final class SteppedBuilder implements Builder {
    private static final long PATIENCE_SECONDS = 10;
    private final BlockingQueue<Content> begun = new LinkedBlockingQueue<>();
    private final SynchronousQueue<Optional<Build>> results = new SynchronousQueue<>();

    @Override
    public Build build(Content draft) throws InterruptedException {
        begun.add(draft);
        var wanted = results.take();
        return wanted.orElseGet(() -> built(draft, Packages.NONE));
    }

    /** The draft whose build begins next. */
    public Content begins() throws InterruptedException {
        Content draft = begun.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (draft == null) {
            throw new AssertionError("no build began");
        }
        return draft;
    }

    /** Lets one waiting build end; well when there are no errors. */
    public void ends(BuildError... errors) throws InterruptedException {
        end(errors.length == 0 ? Optional.empty() : Optional.of(new Build.Failed(List.of(errors))));
    }

    /** Lets one waiting build end well, with these packages and no modules. */
    public void ends(Packages packages) throws InterruptedException {
        end(Optional.of(new Build.Built(packages, List.of())));
    }

    private static Build built(Content draft, Packages packages) {
        return new Build.Built(
                packages, draft.modules().stream().map(_ -> Packages.NONE).toList());
    }

    private void end(Optional<Build> result) throws InterruptedException {
        if (!results.offer(result, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no build was waiting");
        }
    }
}
