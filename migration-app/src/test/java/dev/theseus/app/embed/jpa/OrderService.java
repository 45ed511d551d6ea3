package dev.theseus.app.embed.jpa;

import dev.theseus.app.embed.jpa.old.OldOrderRepository;
import dev.theseus.app.embed.jpa.old.OldOrders;
import dev.theseus.app.embed.jpa.target.NewOrderRepository;
import dev.theseus.app.embed.jpa.target.NewOrders;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.repository.RoutedRepository;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/** A service with Spring Data JPA on both databases. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class OrderService {

    @Bean
    Orders orders(OldOrderRepository old, NewOrderRepository target, Gateway gateway) {
        return RoutedRepository.of(Orders.class)
                .table("public.orders")
                .old(new OldOrders(old))
                .target(new NewOrders(target))
                .key(Order.class, Order::id)
                .build(gateway);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableJpaRepositories(
            basePackageClasses = OldOrderRepository.class,
            entityManagerFactoryRef = "oldEntities",
            transactionManagerRef = "oldTransactionManager")
    static class OldSide {

        @Bean
        @Primary
        LocalContainerEntityManagerFactoryBean oldEntities(@Qualifier("oldDataSource") DataSource old) {
            return entities(old, OldOrderRepository.class);
        }

        @Bean
        @Primary
        JpaTransactionManager oldTransactionManager(@Qualifier("oldEntities") EntityManagerFactory entities) {
            return new JpaTransactionManager(entities);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableJpaRepositories(
            basePackageClasses = NewOrderRepository.class,
            entityManagerFactoryRef = "newEntities",
            transactionManagerRef = "newTransactionManager")
    static class NewSide {

        @Bean
        LocalContainerEntityManagerFactoryBean newEntities(@Qualifier("newDataSource") DataSource target) {
            return entities(target, NewOrderRepository.class);
        }

        @Bean
        JpaTransactionManager newTransactionManager(@Qualifier("newEntities") EntityManagerFactory entities) {
            return new JpaTransactionManager(entities);
        }
    }

    private static LocalContainerEntityManagerFactoryBean entities(DataSource database, Class<?> beside) {
        LocalContainerEntityManagerFactoryBean entities = new LocalContainerEntityManagerFactoryBean();
        entities.setDataSource(database);
        entities.setPackagesToScan(beside.getPackageName());
        entities.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        entities.setJpaPropertyMap(Map.of("hibernate.boot.allow_jdbc_metadata_access", "true"));
        return entities;
    }
}
