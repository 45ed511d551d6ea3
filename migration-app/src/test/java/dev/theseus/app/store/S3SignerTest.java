package dev.theseus.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples that AWS publishes with the algorithm, where they sign what we do. */
class S3SignerTest {

    private static final Instant AT = Instant.parse("2013-05-24T00:00:00Z");
    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final S3Signer SIGNER = new S3Signer(
            "us-east-1",
            new S3Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Optional.empty()));

    @Test
    void getObject() {
        S3Signer.Request request = new S3Signer.Request(
                "GET",
                URI.create("https://examplebucket.s3.amazonaws.com/test.txt"),
                Map.of("range", "bytes=0-9"),
                NOTHING);

        assertThat(SIGNER.sign(request, AT))
                .containsEntry(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                                + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void putObject() {
        S3Signer.Request request = new S3Signer.Request(
                "PUT",
                URI.create("https://examplebucket.s3.amazonaws.com/" + S3Signer.encodedPath("test$file.text")),
                Map.of("date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY"),
                "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072");

        assertThat(SIGNER.sign(request, AT).get("authorization"))
                .endsWith("SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,"
                        + "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    @Test
    void aTokenOfLentCredentialsIsSignedToo() {
        S3Signer lent = new S3Signer("eu-central-1", new S3Credentials("a", "b", Optional.of("the token")));

        assertThat(lent.sign(new S3Signer.Request("GET", URI.create("http://host:9000/b/k"), Map.of(), NOTHING), AT))
                .containsEntry("x-amz-security-token", "the token")
                .hasEntrySatisfying(
                        "authorization",
                        signature -> assertThat(signature)
                                .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token"));
    }

    @Test
    void everythingButLettersDigitsAndFourSignsIsEncoded() {
        assertThat(S3Signer.encodedPath("a/b c+é~-_.*")).isEqualTo("a/b%20c%2B%C3%A9~-_.%2A");
    }

    @Test
    void theSecretIsNotPrinted() {
        assertThat(SIGNER.toString()).doesNotContain("wJalr");
    }
}
