package dev.tailrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.jdbc.Writer.Guard;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notes are written together, and a bad one is lost alone. */
final class LaterWritesTest {
    @TempDir
    Path folder;

    @Test
    void one_that_fails_takes_no_other_along() throws Exception {
        Path file = folder.resolve("notes.db");
        Session session = Sqlite.writer(file);
        session.update("create table notes (n integer primary key)");
        try (var database = new Database(new Writer(session, new Uninterested()), new Readers(file))) {
            var busy = new CountDownLatch(1);
            var go = new CountDownLatch(1);
            try (var later = new LaterWrites(database)) {
                later.offer(_ -> {
                    busy.countDown();
                    return awaitCalmly(go);
                });
                busy.await();
                for (int n : new int[] {1, 2, 1, 3}) {
                    assertThat(later.offer(note(n))).isTrue();
                }
                go.countDown();
            }
            long sum = database.writer().write(Guard.NONE, s -> s.number("select sum(n) from notes"));
            assertThat(sum).isEqualTo(6);
        }
    }

    private static Work<Integer> note(int n) {
        return session -> session.update("insert into notes (n) values (?)", n);
    }

    private static boolean awaitCalmly(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Uninterested implements Follower {
        @Override
        public void load(Session session) {}

        @Override
        public void undone(Session session) {}

        @Override
        public void committing(Session session) {}

        @Override
        public void committed() {}
    }
}
