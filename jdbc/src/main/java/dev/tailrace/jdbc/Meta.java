package dev.tailrace.jdbc;

import dev.tailrace.engine.tenant.Secret;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/** What the database knows about itself, made once when it is created. */
record Meta(String logId, IdHash idHash) {
    private static final String KEY_CHECK = "key_check";
    private static final int LOG_ID_BYTES = 12;
    private static final int HASH_KEY_BYTES = 16;

    /** Reads it, or makes it in a transaction of its own. */
    static Meta open(Session session) throws SQLException {
        session.update("begin immediate");
        var meta = new Meta(
                HexFormat.of().formatHex(once(session, "log_id", LOG_ID_BYTES)),
                hash(once(session, "hash_key", HASH_KEY_BYTES)));
        session.update("commit");
        return meta;
    }

    /** What was sealed under the key of this database, if there is one. */
    static Optional<byte[]> keyCheck(Session session) throws SQLException {
        return value(session, KEY_CHECK);
    }

    static void setKeyCheck(Session session, SecretBox box) throws SQLException {
        session.update("begin immediate");
        session.update(
                "insert into meta (name, value) values (?, ?)", KEY_CHECK, box.seal(new Secret(KEY_CHECK), KEY_CHECK));
        session.update("commit");
    }

    static boolean fits(byte[] keyCheck, SecretBox box) {
        try {
            return box.open(keyCheck, KEY_CHECK).reveal().equals(KEY_CHECK);
        } catch (SecretBox.WrongKey _) {
            return false;
        }
    }

    private static byte[] once(Session session, String name, int bytes) throws SQLException {
        Optional<byte[]> known = value(session, name);
        if (known.isPresent()) {
            return known.get();
        }
        var fresh = new byte[bytes];
        new SecureRandom().nextBytes(fresh);
        session.update("insert into meta (name, value) values (?, ?)", name, fresh);
        return fresh;
    }

    private static Optional<byte[]> value(Session session, String name) throws SQLException {
        return session.first("select value from meta where name = ?", row -> row.bytes("value"), name);
    }

    private static IdHash hash(byte[] key) {
        var words = ByteBuffer.wrap(key);
        return IdHash.keyed(words.getLong(), words.getLong());
    }
}
