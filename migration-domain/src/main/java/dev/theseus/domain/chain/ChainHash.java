package dev.theseus.domain.chain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How the chain is reckoned: SHA-256. A text or bytes go in with their length before them, in four bytes, and -1 where
 * there are none; numbers in eight bytes, the highest first. The control database does the same when an event is
 * written, so this is for ever.
 */
public final class ChainHash {

    /** What stands before the first link. */
    public static final String BEGINNING = "0".repeat(64);

    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest sha = sha256();

    private ChainHash() {}

    /**
     * The bytes of an event as the event store keeps them.
     *
     * @param identifier of the event
     * @param payloadType logical name
     * @param payload in hexadecimal
     * @param metaData in hexadecimal
     * @param aggregateType what Axon calls it
     */
    public record Parts(
            String identifier,
            String payloadType,
            @Nullable String revision,
            String payload,
            @Nullable String metaData,
            String time,
            @Nullable String aggregateType) {}

    /** The digest of an event. */
    public static String digest(EventPlace place, Parts parts) {
        return new ChainHash()
                .text(place.aggregate())
                .number(place.sequence())
                .text(parts.identifier())
                .text(parts.payloadType())
                .text(parts.revision())
                .bytes(parts.payload())
                .bytes(parts.metaData())
                .text(parts.time())
                .text(parts.aggregateType())
                .hex();
    }

    /** The hash of a link; its own is not looked at. */
    public static String link(String previous, ChainLink link) {
        return new ChainHash()
                .raw(previous)
                .number(link.position())
                .number(link.event().index())
                .raw(link.digest())
                .number(link.sealed())
                .number(link.origin() == ChainLink.Origin.ADOPTED ? 1 : 0)
                .hex();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private ChainHash text(@Nullable String text) {
        return part(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private ChainHash bytes(@Nullable String hex) {
        return part(hex == null ? null : HEX.parseHex(hex));
    }

    private ChainHash part(byte @Nullable [] bytes) {
        high(bytes == null ? -1 : bytes.length, Integer.BYTES);
        if (bytes != null) {
            sha.update(bytes);
        }
        return this;
    }

    private ChainHash number(long number) {
        return high(number, Long.BYTES);
    }

    /** The highest byte first. */
    private ChainHash high(long number, int bytes) {
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            sha.update((byte) (number >> shift));
        }
        return this;
    }

    private ChainHash raw(String hash) {
        sha.update(HEX.parseHex(hash));
        return this;
    }

    private String hex() {
        return HEX.formatHex(sha.digest());
    }
}
