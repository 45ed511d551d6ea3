package dev.theseus.jdbc.hibernate;

import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AutoFlushEvent;
import org.hibernate.event.spi.AutoFlushEventListener;
import org.hibernate.event.spi.FlushEvent;
import org.hibernate.event.spi.FlushEventListener;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreDeleteEventListener;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Before a session changes anything, sees to it that its statements are ours to rewrite. */
final class SessionGuard
        implements PreInsertEventListener,
                PreUpdateEventListener,
                PreDeleteEventListener,
                PreUpsertEventListener,
                FlushEventListener,
                AutoFlushEventListener {

    private static final boolean GO_ON = false;

    private final transient NotingInspector inspector;

    SessionGuard(NotingInspector inspector) {
        this.inspector = inspector;
    }

    void check(StatementInspector used) {
        if (used != inspector && !inspector.isStopped()) {
            throw new CaptureBypassed(
                    "A session has a statement inspector of its own, so that what it changes would not be "
                            + "noted: give that inspector to HibernateCapture.settings(inspector) instead");
        }
    }

    private boolean check(SharedSessionContractImplementor session) {
        check(session.getJdbcSessionContext().getStatementInspector());
        return GO_ON;
    }

    @Override
    public boolean onPreInsert(PreInsertEvent event) {
        return check(event.getSession());
    }

    @Override
    public boolean onPreUpdate(PreUpdateEvent event) {
        return check(event.getSession());
    }

    @Override
    public boolean onPreDelete(PreDeleteEvent event) {
        return check(event.getSession());
    }

    @Override
    public boolean onPreUpsert(PreUpsertEvent event) {
        return check(event.getSession());
    }

    @Override
    public void onFlush(FlushEvent event) {
        check(event.getSession());
    }

    @Override
    public void onAutoFlush(AutoFlushEvent event) {
        check(event.getSession());
    }
}
