package dev.theseus.jdbc.hibernate;

import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.generator.values.GeneratedValuesMutationDelegate;
import org.hibernate.id.insert.GetGeneratedKeysDelegate;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** Refuses what would pass capture by: a session factory that is set otherwise, a session with its own inspector. */
final class CaptureGuard implements Integrator, SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    private final transient SessionGuard sessions;

    CaptureGuard(NotingInspector inspector) {
        this.sessions = new SessionGuard(inspector);
    }

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
        factory.addObserver(this);
        EventListenerRegistry listeners = factory.getEventListenerRegistry();
        listeners.prependListeners(EventType.PRE_INSERT, sessions);
        listeners.prependListeners(EventType.PRE_UPDATE, sessions);
        listeners.prependListeners(EventType.PRE_DELETE, sessions);
        listeners.prependListeners(EventType.PRE_UPSERT, sessions);
        listeners.prependListeners(EventType.FLUSH, sessions);
        listeners.prependListeners(EventType.AUTO_FLUSH, sessions);
    }

    @Override
    public void sessionFactoryCreated(SessionFactory factory) {
        SessionFactoryImplementor created = factory.unwrap(SessionFactoryImplementor.class);
        sessions.check(created.getSessionFactoryOptions().getStatementInspector());
        created.getMappingMetamodel().forEachEntityDescriptor(CaptureGuard::check);
    }

    /** A driver that is asked for generated keys adds to the statement; of ours, it would get keys of the log. */
    private static void check(EntityPersister entity) {
        check(entity, entity.getInsertDelegate());
        check(entity, entity.getUpdateDelegate());
    }

    private static void check(EntityPersister entity, @Nullable GeneratedValuesMutationDelegate delegate) {
        if (delegate instanceof GetGeneratedKeysDelegate) {
            throw new CaptureBypassed("Entity " + entity.getEntityName()
                    + " gets generated values from the driver, which can't be noted: set hibernate.jdbc.use_get_generated_keys to "
                    + "false, as HibernateCapture.settings() does, and let no other setting override it");
        }
    }
}
