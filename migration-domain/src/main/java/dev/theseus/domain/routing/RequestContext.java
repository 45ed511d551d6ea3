package dev.theseus.domain.routing;

import java.util.Optional;

/**
 * What is known of a request when it is routed. A missing part is never eligible where the rollout asks for it.
 *
 * @param subject whom the request is for, for example a user's id: the same subject is routed the same way everywhere
 * @param bucket of the subject
 * @param segment of the subject, for example {@code beta}
 * @param region of the request
 * @param service that makes it
 * @param token of the writes that its reads must see
 */
public record RequestContext(
        Optional<String> subject,
        Optional<Bucket> bucket,
        Optional<String> segment,
        Optional<String> region,
        Optional<String> service,
        ConsistencyToken token) {

    /** Nothing is known; such a request reads from new only once everybody does. */
    public static final RequestContext ANONYMOUS = new RequestContext(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ConsistencyToken.NONE);

    public static RequestContext of(String subject) {
        return ANONYMOUS.withSubject(subject);
    }

    public RequestContext withSubject(String changed) {
        return new RequestContext(
                Optional.of(changed), Optional.of(Bucket.of(changed)), segment, region, service, token);
    }

    public RequestContext withSegment(String changed) {
        return new RequestContext(subject, bucket, Optional.of(changed), region, service, token);
    }

    public RequestContext withRegion(String changed) {
        return new RequestContext(subject, bucket, segment, Optional.of(changed), service, token);
    }

    public RequestContext withService(String changed) {
        return new RequestContext(subject, bucket, segment, region, Optional.of(changed), token);
    }

    /** The same request, whose reads must see these writes as well as those before. */
    public RequestContext after(ConsistencyToken written) {
        return new RequestContext(subject, bucket, segment, region, service, token.and(written));
    }
}
