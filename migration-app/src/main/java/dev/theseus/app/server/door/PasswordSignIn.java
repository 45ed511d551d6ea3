package dev.theseus.app.server.door;

import dev.theseus.domain.access.AccessEvent;
import dev.theseus.domain.access.Account;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Lets people in by name and password, and notes who came and who was refused. */
final class PasswordSignIn implements AuthenticationProvider {

    private static final SignInDetails UNKNOWN = new SignInDetails("", "unknown");

    private final RecentAccounts accounts;
    private final PasswordEncoder encoder;
    private final LoginThrottle throttle;
    private final AccessNotes notes;
    private final RecentPasswords recent = new RecentPasswords(InstantSource.system());

    /** Somebody who does not exist is refused after the same time as somebody with a wrong password. */
    private final String nobodysHash;

    PasswordSignIn(RecentAccounts accounts, PasswordEncoder encoder, LoginThrottle throttle, AccessNotes notes) {
        this.accounts = accounts;
        this.encoder = encoder;
        this.throttle = throttle;
        this.notes = notes;
        this.nobodysHash = encoder.encode("nobody has this password");
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String name = attempt.getName();
        String password = String.valueOf(attempt.getCredentials());
        SignInDetails details = attempt.getDetails() instanceof SignInDetails known ? known : UNKNOWN;
        Optional<Account> known =
                accounts.find(name).filter(account -> recent.knows(name, account.passwordHash(), password));
        return let(known.orElseGet(() -> {
            Account found = signIn(name, password, accounts.look(name), details);
            recent.remember(name, found.passwordHash(), password);
            return found;
        }));
    }

    private Account signIn(String name, String password, Optional<Account> account, SignInDetails details) {
        Optional<Duration> wait = throttle.tryBegin(details.from(), name);
        if (wait.isPresent()) {
            refuse(name, details, "too many attempts");
            throw new TooManySignIns(wait.get());
        }
        boolean right =
                encoder.matches(password, account.map(Account::passwordHash).orElse(nobodysHash));
        if (!right || account.isEmpty()) {
            refuse(name, details, "wrong name or password");
            throw new BadCredentialsException("The name or the password is wrong");
        }
        throttle.succeeded(details.from(), name);
        notes.note(new AccessEvent.SignedIn(notes.now(), details.from(), details.method()), name, "sign in");
        return account.get();
    }

    private void refuse(String name, SignInDetails details, String why) {
        notes.refusedAtTheDoor(
                new AccessEvent.SignInRefused(notes.now(), details.from(), details.method(), why),
                details.from(),
                name,
                "sign in");
    }

    private static Authentication let(Account account) {
        return UsernamePasswordAuthenticationToken.authenticated(
                new Visitor(account.name(), Marks.of(account)), null, Authorities.of(account.roles()));
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
