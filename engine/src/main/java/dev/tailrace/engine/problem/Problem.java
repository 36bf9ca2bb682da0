package dev.tailrace.engine.problem;

/**
 * Something the caller can be told: thrown by any room, turned into a status and a JSON body by the HTTP edge alone.
 * The message names the field or the id and the reason; the code, where there is one, is the contract's {@code errorCode}.
 */
public abstract sealed class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    private Problem(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** The contract's {@code errorCode}; empty where the contract has none. */
    public final String code() {
        return code;
    }

    public final String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /** 400: what was sent breaks a rule. */
    public static final class Invalid extends Problem {
        private static final long serialVersionUID = 1L;

        public Invalid(String code, String message) {
            super(code, message);
        }

        /** The contract's form: {@code Payload validation error: '<reason>' on property <path>.} */
        public static Invalid body(String property, String reason) {
            return new Invalid(
                    "invalid_body", "Payload validation error: '" + reason + "' on property " + property + ".");
        }

        /** A body that breaks a rule as a whole. */
        public static Invalid body(String reason) {
            return new Invalid("invalid_body", "Payload validation error: '" + reason + "'.");
        }

        public static Invalid query(String parameter, String reason) {
            return new Invalid(
                    "invalid_query_string", "Query validation error: '" + reason + "' on property " + parameter + ".");
        }

        public static Invalid path(String parameter, String format, String value, String description) {
            return new Invalid(
                    "invalid_uri",
                    "Path validation error: 'Object didn't pass validation for format " + format + ": " + value
                            + "' on property " + parameter + " (" + description + ").");
        }

        public static Invalid plain(String message) {
            return new Invalid("", message);
        }
    }

    /** 401: no token, or one that does not hold. */
    public static final class Unauthorized extends Problem {
        private static final long serialVersionUID = 1L;

        public Unauthorized(String code, String message) {
            super(code, message);
        }
    }

    /** 403: a good token that may not do this. */
    public static final class Forbidden extends Problem {
        private static final long serialVersionUID = 1L;

        public Forbidden(String code, String message) {
            super(code, message);
        }
    }

    /** 404. */
    public static final class NotFound extends Problem {
        private static final long serialVersionUID = 1L;

        public NotFound(String code, String message) {
            super(code, message);
        }
    }

    /** 409: the state of things does not allow it. */
    public static final class Conflict extends Problem {
        private static final long serialVersionUID = 1L;

        public Conflict(String code, String message) {
            super(code, message);
        }
    }

    /** 410: it was there, and retention took it. */
    public static final class Gone extends Problem {
        private static final long serialVersionUID = 1L;

        public Gone(String code, String message) {
            super(code, message);
        }
    }

    /** 412: something else still uses it. */
    public static final class InUse extends Problem {
        private static final long serialVersionUID = 1L;

        public InUse(String code, String message) {
            super(code, message);
        }
    }

    /** 413: larger than the bound the message names. */
    public static final class TooLarge extends Problem {
        private static final long serialVersionUID = 1L;

        public TooLarge(String code, String message) {
            super(code, message);
        }
    }

    /** 429: too often; try again after the given seconds. */
    public static final class TooMany extends Problem {
        private static final long serialVersionUID = 1L;
        private final int retryAfterSeconds;

        public TooMany(String code, String message, int retryAfterSeconds) {
            super(code, message);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /** 503: nothing was written; the same call may go through later. */
    public static final class Unavailable extends Problem {
        private static final long serialVersionUID = 1L;

        public Unavailable(String code, String message) {
            super(code, message);
        }
    }
}
