package dev.theseus.app.server.door;

import dev.theseus.domain.access.Role;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Roles as Spring Security has them. */
public final class Authorities {

    private Authorities() {}

    /** With those that the roles include. */
    static List<GrantedAuthority> of(Collection<Role> roles) {
        return roles.stream()
                .flatMap(role -> role.included().stream())
                .distinct()
                .sorted()
                .map(role -> (GrantedAuthority) new SimpleGrantedAuthority(role.name()))
                .toList();
    }

    /** What somebody who has signed in may be. */
    public static SortedSet<Role> roles(Authentication somebody) {
        Collection<String> names = somebody.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
        return Arrays.stream(Role.values())
                .filter(role -> names.contains(role.name()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
