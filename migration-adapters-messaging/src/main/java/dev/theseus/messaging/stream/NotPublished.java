package dev.theseus.messaging.stream;

/** The broker did not take what was sent, or did not say so. It is sent again. */
final class NotPublished extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotPublished(String topic, Throwable cause) {
        super(
                "Kafka did not take an event for topic " + topic + ": "
                        + cause.getClass().getSimpleName(),
                cause);
    }
}
