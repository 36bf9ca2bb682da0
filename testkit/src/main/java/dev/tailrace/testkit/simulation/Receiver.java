package dev.tailrace.testkit.simulation;

import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.dispatch.Step;
import dev.tailrace.engine.stream.FinalAnswers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The destination of one stream: healthy, failing, hanging or slow, for everybody or for one subject. */
final class Receiver {
    private final Chances chances;
    private Mood mood = Mood.HEALTHY;
    private int illSubject = -1;

    private enum Mood {
        HEALTHY,
        SLOW,
        FAILING,
        REFUSING,
        HANGING,
        GONE,
        FLAKY
    }

    /**
     * What one attempt will meet.
     *
     * @param receivedAfter when the request arrives; empty when it never does
     * @param answeredAfter when the attempt ends; empty when somebody must interrupt it
     */
    record Reaction(OptionalLong receivedAfter, OptionalLong answeredAfter, Outcome outcome) {
        boolean delivered() {
            return outcome instanceof Outcome.Delivered;
        }
    }

    Receiver(Chances chances) {
        this.chances = chances;
    }

    void changeMood() {
        mood = Mood.values()[chances.random.nextInt(Mood.values().length)];
        illSubject = chances.once(2) ? chances.random.nextInt(chances.subjects) : -1;
    }

    void heal() {
        mood = Mood.HEALTHY;
        illSubject = -1;
    }

    Reaction react(Step.Attempt step) {
        boolean ill = illSubject >= 0
                && step.delivery()
                        .entry()
                        .event()
                        .subject()
                        .filter(s -> s.value().endsWith("#" + illSubject))
                        .isPresent();
        return switch (ill ? Mood.FAILING : mood) {
            case HEALTHY -> delivered(chances.upTo(20));
            case SLOW -> delivered(chances.upTo(3_000));
            case FAILING -> failed(true);
            case REFUSING -> failed(false);
            case HANGING -> hanging(step);
            case GONE -> gone();
            case FLAKY -> chances.once(2) ? delivered(chances.upTo(200)) : failed(!chances.once(5));
        };
    }

    private Reaction delivered(long millis) {
        return new Reaction(
                OptionalLong.of(chances.upTo(millis)),
                OptionalLong.of(millis),
                new Outcome.Delivered(Outcome.Detail.NONE));
    }

    private Reaction failed(boolean retryable) {
        long millis = chances.upTo(100);
        Optional<Duration> wait = chances.once(4) ? Optional.of(Duration.ofSeconds(3)) : Optional.empty();
        return new Reaction(
                chances.once(2) ? OptionalLong.of(chances.upTo(millis)) : OptionalLong.empty(),
                OptionalLong.of(millis),
                new Outcome.Failed("HTTP 503", retryable, wait, Outcome.Detail.NONE));
    }

    private Reaction gone() {
        long millis = chances.upTo(50);
        var detail = Outcome.Detail.answered(FinalAnswers.GONE);
        var outcome = new Outcome.Failed("410 - gone", false, Optional.empty(), detail);
        return new Reaction(OptionalLong.of(chances.upTo(millis)), OptionalLong.of(millis), outcome);
    }

    private Reaction hanging(Step.Attempt step) {
        long limit = step.stream().policy().attemptTimeout().toMillis();
        return new Reaction(
                chances.once(2) ? OptionalLong.of(chances.upTo(50)) : OptionalLong.empty(),
                chances.once(3) ? OptionalLong.empty() : OptionalLong.of(limit),
                Outcome.Failed.retryable("no answer in time"));
    }
}
