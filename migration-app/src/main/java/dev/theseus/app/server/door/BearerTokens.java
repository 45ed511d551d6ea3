package dev.theseus.app.server.door;

import dev.theseus.app.cli.BadInput;
import dev.theseus.app.server.door.ServerSettings.OAuth;
import dev.theseus.domain.access.Role;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;

/** How bearer tokens are read: whose they must be, and which roles they give. */
final class BearerTokens {

    private BearerTokens() {}

    /** @throws BadInput if it is not said whose tokens are accepted, or for whom they must be meant */
    static JwtDecoder decoder(OAuth settings) {
        if (settings.issuer() == null && settings.jwkSet() == null) {
            throw new BadInput(
                    "theseus.server.oauth: says nothing of whose tokens are accepted; give issuer or jwk-set");
        }
        if (settings.audience() == null || settings.audience().isBlank()) {
            throw new BadInput("theseus.server.oauth.audience: missing; without it a token that was given out for"
                    + " another service would be accepted here");
        }
        OAuth2TokenValidator<Jwt> validator = validator(settings, settings.audience());
        // the issuer is asked for its keys with the first token, so the server starts while he is away
        return new SupplierJwtDecoder(() -> {
            NimbusJwtDecoder decoder = nimbus(settings);
            decoder.setJwtValidator(validator);
            return decoder;
        });
    }

    private static NimbusJwtDecoder nimbus(OAuth settings) {
        URI keys = settings.jwkSet();
        return keys == null
                ? NimbusJwtDecoder.withIssuerLocation(String.valueOf(settings.issuer()))
                        .build()
                : NimbusJwtDecoder.withJwkSetUri(keys.toString()).build();
    }

    private static OAuth2TokenValidator<Jwt> validator(OAuth settings, String audience) {
        List<OAuth2TokenValidator<Jwt>> all = new ArrayList<>();
        all.add(new JwtTimestampValidator());
        all.add(new JwtClaimValidator<Collection<String>>(
                JwtClaimNames.AUD, meant -> meant != null && meant.contains(audience)));
        if (settings.issuer() != null) {
            all.add(new JwtIssuerValidator(settings.issuer().toString()));
        }
        return new DelegatingOAuth2TokenValidator<>(all);
    }

    static JwtAuthenticationConverter converter(OAuth settings) {
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setPrincipalClaimName(settings.nameClaim());
        converter.setJwtGrantedAuthoritiesConverter(jwt -> authorities(jwt, settings));
        return converter;
    }

    private static Collection<GrantedAuthority> authorities(Jwt jwt, OAuth settings) {
        Collection<String> given = given(jwt.getClaims(), settings.rolesClaim());
        Set<Role> roles = Arrays.stream(Role.values())
                .filter(role -> names(role, settings).stream().anyMatch(given::contains))
                .collect(Collectors.toSet());
        return Authorities.of(roles);
    }

    private static List<String> names(Role role, OAuth settings) {
        String ours = role.name().toLowerCase(Locale.ROOT);
        return settings.roles().getOrDefault(ours, List.of(ours));
    }

    private static Collection<String> given(Map<String, Object> claims, String path) {
        @Nullable Object value = claims;
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return switch (value) {
            case Collection<?> many -> many.stream().map(String::valueOf).collect(Collectors.toSet());
            case String words -> Arrays.stream(words.strip().split("\\s+", -1)).collect(Collectors.toSet());
            case null, default -> Set.of();
        };
    }

    /** If there are any. */
    static Optional<JwtDecoder> decoder(ServerSettings settings) {
        return settings.tokens().map(BearerTokens::decoder);
    }
}
