package dev.tailrace.engine.stream;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.tailrace.engine.event.Event;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A condition on events in the Common Expression Language, over {@code event} (the CloudEvent with its attributes and
 * {@code data}) and {@code data}. It has no side effects, and it ends: its only loops are {@code all} and {@code exists}
 * over lists, together of a bounded number of rounds; there is no {@code +}, with which a short condition makes long
 * texts; and it is given up when it takes too long. Threads may share it.
 */
public final class EventFilter {
    public static final int CHARACTERS_MAX = 1_000;
    private static final int ITERATIONS_MAX = 1_000;
    private static final int DEPTH_MAX = 32;
    private static final int REASON_MAX = 300;
    /** Far more than a condition takes; between two of its operations it is looked at. */
    private static final Duration TIME_MAX = Duration.ofMillis(250);

    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("it takes longer than " + TIME_MAX.toMillis() + " ms", null, false, false);
        }
    }

    private final CelRuntime.Program program;

    private EventFilter(CelRuntime.Program program) {
        this.program = program;
    }

    /** What a filter says about an event. */
    public sealed interface Verdict {
        record Wanted() implements Verdict {}

        record Unwanted() implements Verdict {}

        /** It could not be evaluated, for example because the event lacks what it asks for. */
        record Broken(String reason) implements Verdict {}
    }

    /** A condition, or why it is none. */
    public sealed interface Compiled {
        record Sound(EventFilter filter) implements Compiled {}

        record Refused(String reason) implements Compiled {}
    }

    /** Built when a first filter is used: most servers have none. */
    private static final class Cel {
        private static final CelOptions OPTIONS = CelOptions.current()
                .maxExpressionCodePointSize(CHARACTERS_MAX)
                .maxParseRecursionDepth(DEPTH_MAX)
                .comprehensionMaxIterations(ITERATIONS_MAX)
                .build();

        static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.HAS, CelStandardMacro.ALL, CelStandardMacro.EXISTS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                        .excludeFunctions(StandardFunction.ADD)
                        .build())
                .addVar("event", MapType.create(SimpleType.STRING, SimpleType.DYN))
                .addVar("data", MapType.create(SimpleType.STRING, SimpleType.DYN))
                .setResultType(SimpleType.BOOL)
                .build();

        static final CelRuntime RUNTIME =
                CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();
    }

    public static Compiled compile(String condition) {
        if (condition.codePointCount(0, condition.length()) > CHARACTERS_MAX) {
            return new Compiled.Refused("String is too long, maximum " + CHARACTERS_MAX);
        }
        try {
            var ast = Cel.COMPILER.compile(condition).getAst();
            return new Compiled.Sound(new EventFilter(Cel.RUNTIME.createProgram(ast)));
        } catch (CelValidationException | CelEvaluationException e) {
            return new Compiled.Refused(shown(e));
        }
    }

    /** Of a stream's condition; empty where it has none. One that is sound no more is broken for every event. */
    public static Optional<Function<Event, Verdict>> of(DeliveryPolicy policy) {
        return policy.filter().map(EventFilter::judging);
    }

    private static Function<Event, Verdict> judging(String condition) {
        return switch (compile(condition)) {
            case Compiled.Sound(var filter) -> filter::on;
            case Compiled.Refused(var reason) -> _ -> new Verdict.Broken(reason);
        };
    }

    public Verdict on(Event event) {
        try {
            Map<String, Object> whole = CelValues.of(event.json());
            Object data = whole.getOrDefault("data", Map.of());
            long start = System.nanoTime();
            Object answer = program.trace(
                    Map.of("event", whole, "data", data instanceof Map ? data : Map.of()),
                    (_, _) -> requireTime(start));
            return answer instanceof Boolean wanted
                    ? wanted ? new Verdict.Wanted() : new Verdict.Unwanted()
                    : new Verdict.Broken("it is neither true nor false");
        } catch (CelEvaluationException | TooLong e) {
            return new Verdict.Broken(shown(e));
        }
    }

    private static void requireTime(long start) {
        if (System.nanoTime() - start > TIME_MAX.toNanos()) {
            throw new TooLong();
        }
    }

    private static String shown(Exception e) {
        String text = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
        return text.length() <= REASON_MAX ? text : text.substring(0, REASON_MAX) + "…";
    }
}
