package dev.theseus.app.server.door;

import dev.theseus.app.server.watch.Served;
import dev.theseus.domain.access.AccessEvent;
import dev.theseus.domain.access.Role;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** The door: who gets in how, and who may ask for what. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableConfigurationProperties(ServerSettings.class)
public class DoorConfiguration {

    /** Everything comes from the server itself, and nothing is in the pages themselves. */
    private static final String CONTENT = "default-src 'self'; img-src 'self' data:; object-src 'none'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final String FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    DoorConfiguration() {}

    @Bean
    AccessNotes accessNotes(Served served) {
        return new AccessNotes(served, InstantSource.system());
    }

    @Bean
    RecentAccounts recentAccounts(Served served) {
        return new RecentAccounts(served.room().access().accounts());
    }

    @Bean
    SecurityFilterChain door(HttpSecurity http, RecentAccounts accounts, ServerSettings settings, AccessNotes notes)
            throws Exception {
        Refusals refusals = new Refusals(notes);
        http.authenticationProvider(new PasswordSignIn(
                        accounts,
                        NewPasswords.encoder(),
                        new LoginThrottle(settings.signIn(), InstantSource.system()),
                        notes))
                .authorizeHttpRequests(DoorConfiguration::whoMayAskForWhat)
                .exceptionHandling(e -> e.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .httpBasic(basic -> basic.authenticationEntryPoint(refusals)
                        .authenticationDetailsSource(request -> new SignInDetails(request.getRemoteAddr(), "basic")))
                .formLogin(form -> form.loginPage(Refusals.SIGN_IN_PAGE)
                        .loginProcessingUrl("/login")
                        .defaultSuccessUrl("/", true)
                        .failureHandler((request, response, why) -> response.sendRedirect(request.getContextPath()
                                + Refusals.SIGN_IN_PAGE
                                + (why instanceof TooManySignIns ? "?wait" : "?wrong")))
                        .authenticationDetailsSource(request -> new SignInDetails(request.getRemoteAddr(), "form"))
                        .permitAll())
                .logout(logout -> logout.logoutUrl("/logout")
                        .addLogoutHandler((request, response, somebody) -> {
                            if (somebody != null) {
                                notes.note(
                                        new AccessEvent.SignedOut(notes.now(), request.getRemoteAddr()),
                                        somebody.getName(),
                                        "sign out");
                            }
                        })
                        .logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                // what carries its own credentials was not sent by a page of somebody else's
                .csrf(csrf -> csrf.csrfTokenRepository(pageTokens())
                        .ignoringRequestMatchers(DoorConfiguration::carriesCredentials))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .permissionsPolicyHeader(features -> features.policy(FEATURES)))
                .addFilterBefore(new AccountCheck(accounts), AuthorizationFilter.class);
        Optional<JwtDecoder> decoder = BearerTokens.decoder(settings);
        if (decoder.isPresent()) {
            bearerTokens(http, settings.tokens().orElseThrow(), decoder.get(), refusals, notes);
        }
        return http.build();
    }

    /** Pages are told the token by {@code /api/v1/session}; no script needs the cookie. */
    private static CookieCsrfTokenRepository pageTokens() {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("THESEUS_PAGE");
        tokens.setHeaderName("Theseus-Page-Token");
        tokens.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Strict"));
        return tokens;
    }

    private static void bearerTokens(
            HttpSecurity http, ServerSettings.OAuth settings, JwtDecoder decoder, Refusals refusals, AccessNotes notes)
            throws Exception {
        http.oauth2ResourceServer(tokens -> tokens.authenticationEntryPoint(refusals)
                        .accessDeniedHandler(refusals)
                        .jwt(jwt -> jwt.decoder(decoder).jwtAuthenticationConverter(BearerTokens.converter(settings))))
                .addFilterAfter(new BearerNotice(notes), BearerTokenAuthenticationFilter.class);
    }

    private static boolean carriesCredentials(HttpServletRequest request) {
        return request.getHeader("Authorization") != null;
    }

    private static void whoMayAskForWhat(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                .permitAll();
        for (Endpoint endpoint : Endpoints.ALL) {
            var one = requests.requestMatchers(
                    PathPatternRequestMatcher.pathPattern(HttpMethod.valueOf(endpoint.method()), endpoint.path()));
            if (endpoint.access() == Access.ANYBODY) {
                one.permitAll();
            } else {
                one.hasAnyAuthority(
                        endpoint.access().roles().stream().map(Role::name).toArray(String[]::new));
            }
        }
        // a HEAD is answered by what answers the GET, which is listed
        requests.requestMatchers(PathPatternRequestMatcher.pathPattern(HttpMethod.HEAD, "/api/**"))
                .denyAll()
                .requestMatchers(
                        PathPatternRequestMatcher.pathPattern(HttpMethod.GET, Refusals.SIGN_IN_PAGE),
                        PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/assets/**"),
                        PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/favicon.ico"))
                .permitAll()
                .requestMatchers(PathPatternRequestMatcher.pathPattern("/api/**"))
                .hasAuthority(Role.VIEWER.name())
                .anyRequest()
                .authenticated();
    }
}
