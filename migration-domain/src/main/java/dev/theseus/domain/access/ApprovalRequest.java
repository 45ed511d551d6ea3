package dev.theseus.domain.access;

import dev.theseus.domain.plan.MigrationId;
import java.time.Instant;

/**
 * A command that needs four eyes and waits for the second pair.
 *
 * @param id unique
 * @param migration that it is for
 * @param command its name, for example {@code cutover}
 * @param body as it was asked for, in JSON
 * @param by who asked; somebody else has to agree
 * @param reason why
 * @param at when it was asked for
 */
public record ApprovalRequest(
        String id, MigrationId migration, String command, String body, String by, String reason, Instant at) {}
