package dev.theseus.app.server.api;

import dev.theseus.domain.access.KeptAnswers;
import dev.theseus.domain.access.KeptAnswers.Answer;
import dev.theseus.domain.access.KeptAnswers.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** Carries a request out once, however often it comes with the same key. */
final class Once {

    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,200}");

    private final KeptAnswers answers;
    private final AtomicReference<Instant> cleaned = new AtomicReference<>(Instant.EPOCH);

    Once(KeptAnswers answers) {
        this.answers = answers;
    }

    /** Answers a request. */
    @FunctionalInterface
    interface Answering {
        Answer answer() throws InterruptedException;
    }

    /** @throws Conflict if the key belongs to another request, or the same one has not been answered yet */
    Answer answer(CommandRequest request, Instant now, Answering answering) throws InterruptedException {
        if (request.conditions().key().isEmpty()) {
            return answering.answer();
        }
        clean(now);
        KeptAnswers.Key key = key(request);
        return switch (answers.claim(key, request.fingerprint(), now)) {
            case Known.Answered(Answer answer) -> answer;
            case Known.OtherRequest other -> throw Conflict.otherRequest(key.key());
            case Known.UnderWay underWay -> throw Conflict.underWay();
            case Known.Nothing nothing -> keeping(key, answering);
        };
    }

    private static KeptAnswers.Key key(CommandRequest request) {
        String key = request.conditions().key().orElseThrow();
        if (!KEY.matcher(key).matches()) {
            throw new BadRequest(
                    "Idempotency-Key: has 8 to 200 characters of ASCII without spaces, a UUID for example");
        }
        return new KeptAnswers.Key(request.sender().name(), key);
    }

    /** What the migration answered stays the answer; what kept the request from reaching it may be tried again. */
    private Answer keeping(KeptAnswers.Key key, Answering answering) throws InterruptedException {
        boolean kept = false;
        try {
            Answer answer = answering.answer();
            if (answer.status() < 300 || answer.status() == 409) {
                answers.keep(key, answer);
                kept = true;
            }
            return answer;
        } finally {
            if (!kept) {
                answers.forget(key);
            }
        }
    }

    private void clean(Instant now) {
        Instant last = cleaned.get();
        if (now.isAfter(last.plus(BETWEEN_CLEANINGS)) && cleaned.compareAndSet(last, now)) {
            answers.forgetBefore(now.minus(KEPT));
        }
    }
}
