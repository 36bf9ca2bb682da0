package dev.tailrace.server.password;

import dev.tailrace.engine.directory.PasswordHasher;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import java.security.SecureRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Argon2id on a few threads of its own with a bounded queue in front, so that a flood of sign-ins takes neither all the
 * memory nor all the processors; beyond the queue callers are sent away.
 */
public final class Argon2Hasher implements PasswordHasher, AutoCloseable {
    private final Argon2Cost cost;
    private final SecureRandom random = new SecureRandom();
    private final ThreadPoolExecutor pool;

    /**
     * @param threads hashes at a time; each holds the cost's memory while it runs
     * @param waitingMax callers that may wait for a thread
     */
    public Argon2Hasher(Argon2Cost cost, int threads, int waitingMax) {
        this.cost = cost;
        this.pool = new ThreadPoolExecutor(
                threads,
                threads,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waitingMax),
                Thread.ofPlatform().daemon().name("password-", 1).factory());
        pool.allowCoreThreadTimeOut(true);
    }

    /** The default cost, two at a time, and 64 waiting: about one second of work. */
    public static Argon2Hasher standard() {
        return new Argon2Hasher(Argon2Cost.DEFAULT, 2, 64);
    }

    @Override
    public Secret hash(Secret password) throws InterruptedException {
        byte[] salt = random(Argon2Hash.SALT_BYTES);
        return run(() -> Argon2Hash.of(password, cost, salt).text());
    }

    @Override
    public boolean verify(Secret password, Secret hash) throws InterruptedException {
        var stored = Argon2Hash.parse(hash);
        return run(() -> stored.fits(password));
    }

    @Override
    public Secret decoy() {
        return new Argon2Hash(cost, random(Argon2Hash.SALT_BYTES), random(Argon2Hash.TAG_BYTES)).text();
    }

    /** Who waits in the queue is told that the server stops. */
    @Override
    public void close() {
        pool.shutdownNow().forEach(waiting -> ((FutureTask<?>) waiting).cancel(false));
    }

    int waiting() {
        return pool.getQueue().size();
    }

    private <T> T run(Callable<T> work) throws InterruptedException {
        var task = new FutureTask<>(work);
        try {
            pool.execute(task);
            return task.get();
        } catch (RejectedExecutionException | CancellationException e) {
            throw new Problem.Unavailable("", "Too many passwords are being checked right now; try again in a second.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("hashing a password failed", e.getCause());
        } catch (InterruptedException e) {
            pool.remove(task);
            throw e;
        }
    }

    private byte[] random(int bytes) {
        byte[] some = new byte[bytes];
        random.nextBytes(some);
        return some;
    }
}
