package dev.theseus.jdbc.access;

import dev.theseus.domain.access.Account;
import dev.theseus.domain.access.Accounts;
import dev.theseus.domain.access.Role;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Accounts as rows. */
record PgAccounts(ControlSql sql) implements Accounts {

    private static final String FIND = """
            SELECT name, password_hash, roles FROM theseus_control.account WHERE name = ?
            """;

    private static final String ALL = """
            SELECT name, password_hash, roles FROM theseus_control.account ORDER BY name COLLATE "C"
            """;

    /** Servers that start at the same moment add the same name, and the conflict decides. */
    private static final String ADD_FIRST = """
            INSERT INTO theseus_control.account (name, password_hash, roles)
            SELECT ?, ?, ? WHERE NOT EXISTS (SELECT FROM theseus_control.account)
            ON CONFLICT (name) DO NOTHING
            """;

    private static final String PUT = """
            INSERT INTO theseus_control.account (name, password_hash, roles) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash, roles = excluded.roles
            """;

    private static final String REMOVE = "DELETE FROM theseus_control.account WHERE name = ?";

    @Override
    public Optional<Account> find(String name) {
        return sql.rows("look an account up", FIND, s -> s.setString(1, name), PgAccounts::account).stream()
                .findFirst();
    }

    @Override
    public List<Account> all() {
        return sql.rows("list the accounts", ALL, ControlSql.Binding.NOTHING, PgAccounts::account);
    }

    @Override
    public boolean addFirst(Account account) {
        return sql.change("add the first account", ADD_FIRST, s -> bind(s, account)) == 1;
    }

    @Override
    public void put(Account account) {
        sql.change("keep an account", PUT, s -> bind(s, account));
    }

    @Override
    public boolean remove(String name) {
        return sql.change("remove an account", REMOVE, s -> s.setString(1, name)) == 1;
    }

    private static void bind(PreparedStatement statement, Account account) throws SQLException {
        statement.setString(1, account.name());
        statement.setString(2, account.passwordHash());
        statement.setArray(
                3,
                statement
                        .getConnection()
                        .createArrayOf(
                                "text",
                                account.roles().stream()
                                        .map(Role::name)
                                        .sorted()
                                        .toArray()));
    }

    private static Account account(ResultSet row) throws SQLException {
        String[] roles = (String[]) row.getArray(3).getArray();
        return new Account(
                row.getString(1),
                row.getString(2),
                Arrays.stream(roles).map(Role::valueOf).collect(Collectors.toSet()));
    }
}
