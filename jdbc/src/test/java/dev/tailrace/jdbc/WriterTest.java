package dev.tailrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.problem.StorageException;
import dev.tailrace.jdbc.Writer.Guard;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Group commit: who shares a transaction, and who hears what. */
final class WriterTest {
    private static final Follower NOBODY = new Follower() {
        @Override
        public void load(Session session) {}

        @Override
        public void undone(Session session) {}

        @Override
        public void committing(Session session) {}

        @Override
        public void committed() {}
    };

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch held = new CountDownLatch(1);
    private Writer writer;

    @BeforeEach
    void open() throws SQLException {
        Session session = Sqlite.writer(folder.resolve("writer.db"));
        session.update("create table numbers (n integer primary key)");
        writer = new Writer(session, NOBODY);
    }

    @AfterEach
    void close() {
        held.countDown();
        writer.close();
        threads.close();
    }

    @Test
    void one_that_fails_does_not_hinder_the_others_of_its_group() throws Exception {
        hold();
        Future<Integer> before = submit(Guard.NONE, insert(1));
        Future<Integer> twin = submit(Guard.SAVEPOINT, session -> {
            insert(7).run(session);
            return insert(1).run(session); // taken
        });
        Future<Integer> no = submit(Guard.NONE, _ -> {
            throw new Problem.Conflict("", "no");
        });
        Future<Integer> after = submit(Guard.SAVEPOINT, insert(2));
        release();
        assertThat(before.get()).isEqualTo(1);
        assertThat(after.get()).isEqualTo(1);
        assertThatThrownBy(twin::get).hasCauseInstanceOf(StorageException.class);
        assertThatThrownBy(no::get).hasCauseInstanceOf(Problem.Conflict.class);
        assertThat(sum()).isEqualTo(3);
    }

    @Test
    void when_the_database_fails_the_whole_group_hears_it_and_the_next_one_goes_through() throws Exception {
        writer.write(Guard.SAVEPOINT, insert(1));
        hold();
        Future<Integer> first = submit(Guard.SAVEPOINT, insert(2));
        Future<Integer> broken = submit(Guard.NONE, insert(1)); // stands for a disk that fails: nothing guards it
        Future<Integer> last = submit(Guard.SAVEPOINT, insert(3));
        release();
        for (Future<Integer> each : List.of(first, broken, last)) {
            assertThatThrownBy(each::get).hasCauseInstanceOf(StorageException.class);
        }
        assertThat(writer.write(Guard.NONE, insert(4))).isEqualTo(1);
        assertThat(sum()).isEqualTo(5);
    }

    @Test
    void a_mistake_of_ours_is_rolled_back_alone_too() throws Exception {
        assertThatThrownBy(() -> writer.write(Guard.SAVEPOINT, session -> {
                    insert(1).run(session);
                    throw new IllegalStateException("a mistake");
                }))
                .isInstanceOf(StorageException.class)
                .hasRootCauseMessage("a mistake");
        assertThat(sum()).isZero();
    }

    @Test
    void who_is_interrupted_while_waiting_hears_it() throws Exception {
        hold();
        var outcome = new CompletableFuture<Throwable>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                writer.write(Guard.NONE, insert(1));
            } catch (InterruptedException | RuntimeException e) {
                outcome.complete(e);
            }
        });
        waiting.interrupt();
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        release();
    }

    @Test
    void a_calm_caller_gets_his_result_and_keeps_the_interrupt() throws Exception {
        Thread.currentThread().interrupt();
        assertThat(writer.writeCalmly(Guard.NONE, insert(1))).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void closing_commits_what_waits_and_refuses_what_comes_later() throws Exception {
        hold();
        Future<Integer> waiting = submit(Guard.NONE, insert(1));
        Thread closing = Thread.ofPlatform().start(writer::close);
        release();
        assertThat(waiting.get()).isEqualTo(1);
        closing.join();
        assertThatThrownBy(() -> writer.write(Guard.NONE, insert(2))).isInstanceOf(StorageException.class);
    }

    private static Work<Integer> insert(int n) {
        return session -> session.update("insert into numbers (n) values (?)", n);
    }

    private long sum() throws InterruptedException {
        return writer.write(Guard.NONE, session -> session.number("select sum(n) from numbers"));
    }

    /** Keeps the writer busy, so that what comes meanwhile becomes one group. */
    private void hold() throws InterruptedException {
        var busy = new CountDownLatch(1);
        threads.submit(() -> writer.write(Guard.NONE, _ -> {
            busy.countDown();
            awaitCalmly(held);
            return true;
        }));
        busy.await();
    }

    /** The order of the calls is the order in the group. */
    private Future<Integer> submit(Guard guard, Work<Integer> work) {
        int before = writer.waiting();
        Future<Integer> future = threads.submit(() -> writer.write(guard, work));
        await().until(() -> writer.waiting() > before);
        return future;
    }

    private void release() {
        held.countDown();
    }

    private static void awaitCalmly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
