package dev.theseus.app.store;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests as version 4 of the signature of AWS asks for, with the checksum of the body among what is signed. */
record S3Signer(String region, S3Credentials credentials) {

    static final String CONTENT_DIGEST = "x-amz-content-sha256";
    static final String DATE = "x-amz-date";
    static final String TOKEN = "x-amz-security-token";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /**
     * @param method such as GET
     * @param uri encoded by {@link #encodedPath}, without a query
     * @param headers that are sent and signed besides the host, by their names in lower case
     * @param sha256 of the body
     */
    record Request(String method, URI uri, Map<String, String> headers, String sha256) {}

    /** All headers to send, the signature among them; the host is sent by the client. */
    SortedMap<String, String> sign(Request request, Instant at) {
        SortedMap<String, String> headers = new TreeMap<>(request.headers());
        headers.put(CONTENT_DIGEST, request.sha256());
        headers.put(DATE, TIME.format(at));
        credentials.sessionToken().ifPresent(token -> headers.put(TOKEN, token));
        SortedMap<String, String> signed = new TreeMap<>(headers);
        signed.put("host", request.uri().getRawAuthority());
        String names = String.join(";", signed.keySet());
        String scope = headers.get(DATE).substring(0, 8) + "/" + region + "/s3/aws4_request";
        String toSign =
                String.join("\n", ALGORITHM, headers.get(DATE), scope, hex(sha256(canonical(request, signed, names))));
        headers.put(
                "authorization",
                ALGORITHM + " Credential=" + credentials.accessKey() + "/" + scope + ",SignedHeaders=" + names
                        + ",Signature=" + hex(hmac(key(scope), toSign)));
        return headers;
    }

    private static String canonical(Request request, SortedMap<String, String> signed, String names) {
        String headers = signed.entrySet().stream()
                .map(h -> h.getKey() + ":" + h.getValue().strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        return String.join("\n", request.method(), request.uri().getRawPath(), "", headers, names, request.sha256());
    }

    private byte[] key(String scope) {
        byte[] key = ("AWS4" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return key;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Each byte that is not a letter, a digit or one of {@code -._~} as a percent sign and two digits. */
    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (one & 0xFF);
            if (UNRESERVED.indexOf(character) >= 0) {
                encoded.append(character);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
            }
        }
        return encoded.toString();
    }

    /** The same, but slashes stay. */
    static String encodedPath(String path) {
        return encoded(path).replace("%2F", "/");
    }
}
